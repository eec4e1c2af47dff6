"""Files of real shape and some size, with every oddity of the formats: nothing may get lost.

The files are written here from made-up people; what is read must be those people again.
"""

import csv
import io
import random
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from chalicelib.adapters.screening.lists import eu, ofac, un
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.screening.screening import Interval
from chalicelib.services.screening.lists import counted

PEOPLE = 400
NAMES = ("Viktor", "Żaneta", "Ανδρέας", "طارق", "李明", "O'Neil", "Tom & Sons", "<Quo>", "José")
# What a birth date may look like in the file of OFAC -> what it means.
OFAC_DATES = {
    "07 Oct 1952": ("1952-10-07", "1952-10-07"),
    "Oct 1952": ("1952-10-01", "1952-10-31"),
    "1980": ("1980-01-01", "1980-12-31"),
    "circa 1960": ("1959-01-01", "1961-12-31", True),
    "circa 12 Mar 1960": ("1959-01-01", "1961-12-31", True),
    "1958 to 1961": ("1958-01-01", "1961-12-31"),
    "circa 1958 to 1961": ("1957-01-01", "1962-12-31", True),
    "Sept 1966": ("1966-09-01", "1966-09-30"),
    "Nov. 1973": ("1973-11-01", "1973-11-30"),
    "00/00/1970": ("1970-01-01", "1970-12-31"),
    "31 Dec 1962 to 01 Jan 1961": ("1961-01-01", "1962-12-31"),
    "01 Jan 1970 to 31 Dec 1971": ("1970-01-01", "1971-12-31"),
    "1958-1961": ("1958-01-01", "1961-12-31"),
    "1960s": ("1960-01-01", "1969-12-31"),
}
UN_DATES = (
    ("EXACT", "<DATE>1975-06-30</DATE>", ("1975-06-30", "1975-06-30")),
    ("EXACT", "<YEAR>1975</YEAR>", ("1975-01-01", "1975-12-31")),
    ("EXACT", "<DATE>1975-06-00</DATE>", ("1975-06-01", "1975-06-30")),
    ("APPROXIMATELY", "<YEAR>1970</YEAR>", ("1969-01-01", "1971-12-31", True)),
    ("APPROXIMATELY", "<DATE>1970-05-01</DATE>", ("1969-01-01", "1971-12-31", True)),
    ("EXACT", "<NOTE>Nov. 1973 </NOTE>", ("1973-11-01", "1973-11-30")),
    ("EXACT", "<YEAR>1958</YEAR><NOTE>Sep.</NOTE>", ("1958-09-01", "1958-09-30")),
    ("EXACT", "<NOTE>24/06/1402 (Hijri Calendar)</NOTE>", None),
    ("EXACT", "<NOTE>Between Aug. and Sep. 1977</NOTE>", ("1977-08-01", "1977-09-30")),
    ("BETWEEN", "<FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1971</TO_YEAR>", ("1968-01-01", "1971-12-31")),
    ("BETWEEN", "<FROM_YEAR>1971</FROM_YEAR><TO_YEAR>1968</TO_YEAR>", ("1968-01-01", "1971-12-31")),
    (
        "BETWEEN",
        "<FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR><NOTE>Approximately</NOTE>",
        ("1954-01-01", "1959-12-31", True),
    ),
    ("", "<DATE/><YEAR/>", None),
)
EU_DATES = (
    ('birthdate="1961-04-12" year="1961" monthOfYear="4" dayOfMonth="12"', ("1961-04-12",) * 2),
    ('birthdate="" year="1961"', ("1961-01-01", "1961-12-31")),
    ('year="1961" monthOfYear="2"', ("1961-02-01", "1961-02-28")),
    ('year="1961" circa="true"', ("1960-01-01", "1962-12-31", True)),
    ('year="1958" yearRangeFrom="1958" yearRangeTo="1961"', ("1958-01-01", "1961-12-31")),
    ('yearRangeTo="1961"', ("1900-01-01", "1961-12-31")),
    ('year="1961" calendarType="GREGORIAN"', ("1961-01-01", "1961-12-31")),
    ('year="1380" calendarType="ISLAMIC"', None),
    ('yearRangeFrom="1958" yearRangeTo="1961"', ("1958-01-01", "1961-12-31")),
    ('city="Nowhere"', None),
)


def meant(pairs: Iterable[tuple[Any, ...] | None]) -> tuple[Interval, ...]:
    return tuple(dict.fromkeys(Interval(*pair) for pair in pairs if pair))


@pytest.fixture
def rng() -> random.Random:
    return random.Random(6)


def test_ofac_xml(rng: random.Random) -> None:
    wanted, body = [], []
    for uid in range(PEOPLE):
        names = [f"{rng.choice(NAMES)} {rng.choice(NAMES).upper()}{uid}-{n}" for n in range(4)]
        dates = rng.sample(sorted(OFAC_DATES), rng.randrange(4))
        akas = "".join(
            f"<aka><uid>{n}</uid><type>{kind}</type><category>{category}</category>"
            f"<lastName>{escape(name.split(' ')[-1])}</lastName>"
            f"<firstName>{escape(name.rsplit(' ', 1)[0])}</firstName></aka>"
            for n, (name, kind, category) in enumerate(
                zip(
                    names[1:],
                    ("a.k.a.", "f.k.a.", "n.k.a."),
                    ("strong", "weak", "strong"),
                    strict=True,
                )
            )
        )
        births = "".join(
            f"<dateOfBirthItem><dateOfBirth>{d}</dateOfBirth></dateOfBirthItem>" for d in dates
        )
        body.append(
            f"<sdnEntry><uid>{uid}</uid><firstName>{escape(names[0].rsplit(' ', 1)[0])}</firstName>"
            f"<lastName>{escape(names[0].split(' ')[-1])}</lastName><sdnType>Individual</sdnType>"
            f"<programList/><akaList>{akas}</akaList>"
            f"<dateOfBirthList>{births}</dateOfBirthList></sdnEntry>"
        )
        wanted.append((str(uid), names, meant(OFAC_DATES[d] for d in dates)))
    text = (
        '<?xml version="1.0"?><sdnList xmlns="urn:some:other:namespace"><publshInformation>'
        f"<Record_Count>{PEOPLE}</Record_Count></publshInformation>{''.join(body)}</sdnList>"
    )
    found = ofac.read_xml(text.encode())
    assert [(e.entry_id, [n.text for n in e.names], e.births) for e in found] == wanted
    assert [[n.weak for n in e.names] for e in found] == [[False, False, True, False]] * PEOPLE
    with pytest.raises(BadRequest) as refused:  # the end of the file is missing, the XML is whole
        ofac.read_xml(text.replace(body[-1], "").encode())
    assert refused.value.code == "list_incomplete"


def test_ofac_csv(rng: random.Random) -> None:
    sdn, alt, wanted = io.StringIO(), io.StringIO(), []
    for number in range(PEOPLE):
        last, first = f"{rng.choice(NAMES).upper()}{number}", rng.choice(NAMES)
        dates = rng.sample([d for d in OFAC_DATES if "-" not in d], rng.randrange(3))
        remarks = "; ".join([*(f"alt. DOB {d}" if n else f"DOB {d}" for n, d in enumerate(dates))])
        row = [number, f"{last}, {first}", "individual", "SYN1] [SYN2", *["-0- "] * 7]
        csv.writer(sdn).writerow([*row, f"{remarks}; nationality Utopia." if remarks else "-0- "])
        others = [f"{last}-{n}, {first}" for n in range(rng.randrange(3))]
        for n, other in enumerate(others):
            csv.writer(alt).writerow([number, n, ("aka", "fka")[n % 2], other, "-0- "])
        names = [f"{first} {last}", *(f"{first} {last}-{n}" for n in range(len(others)))]
        wanted.append((str(number), names, meant(OFAC_DATES[d] for d in dates)))
    found = ofac.read_csv(sdn.getvalue().encode() + b"\x1a", alt.getvalue().encode())
    assert [(e.entry_id, [n.text for n in e.names], e.births) for e in found] == wanted
    assert {e.programmes for e in found} == {("SYN1", "SYN2")}


def test_un_xml(rng: random.Random) -> None:
    wanted, body = [], []
    for number in range(PEOPLE):
        parts = [f"{rng.choice(NAMES)}{number}" for _ in range(rng.randrange(1, 5))]
        tags = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
        written = "".join(
            f"<{tag}>{escape(part)}</{tag}>" for tag, part in zip(tags, parts, strict=False)
        )
        aliases = [f"Alias {number} {n}" for n in range(rng.randrange(4))]
        quality = rng.choice(("Good", "Low", "a.k.a.", "f.k.a.", ""))
        dates = rng.sample(UN_DATES, rng.randrange(4))
        births = "".join(
            "<INDIVIDUAL_DATE_OF_BIRTH>"
            f"<TYPE_OF_DATE>{kind}</TYPE_OF_DATE>{inner}</INDIVIDUAL_DATE_OF_BIRTH>"
            for kind, inner, _ in dates
        )
        body.append(
            f"<INDIVIDUAL><DATAID>{number}</DATAID>{written}<TITLE><VALUE/></TITLE>"
            f"<REFERENCE_NUMBER>SYi.{number:03d}</REFERENCE_NUMBER>"
            f"<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY>"
            f"<ALIAS_NAME>{'; '.join(aliases)}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
            f"<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>{births}</INDIVIDUAL>"
        )
        names = [" ".join(parts), *aliases]
        low = [False, *[quality == "Low"] * len(aliases)]
        wanted.append((f"SYi.{number:03d}", names, low, meant(pair for *_, pair in dates)))
    people = f"<INDIVIDUALS>{''.join(body)}</INDIVIDUALS><ENTITIES/>"
    text = f"<CONSOLIDATED_LIST>{people}</CONSOLIDATED_LIST>"
    found = un.read_xml(text.encode())
    assert [
        (e.entry_id, [n.text for n in e.names], [n.weak for n in e.names], e.births) for e in found
    ] == wanted


def test_eu_xml(rng: random.Random) -> None:
    wanted, body = [], []
    for number in range(PEOPLE):
        names = [f"{rng.choice(NAMES)} {number} {n}" for n in range(rng.randrange(1, 5))]
        aliases = "".join(
            f'<nameAlias wholeName={quoteattr(name)} nameLanguage="EN" strong="{strong}"/>'
            for name, strong in zip(names, ("true", "false", "true", "false"), strict=False)
        )
        dates = rng.sample(EU_DATES, rng.randrange(4))
        births = "".join(f"<birthdate {inner}/>" for inner, _ in dates)
        body.append(
            f'<sanctionEntity euReferenceNumber="SYN.{number}" logicalId="{number}">'
            f'<subjectType code="person"/>{aliases}{births}'
            '<citizenship countryIso2Code="00" countryDescription="UNKNOWN"/></sanctionEntity>'
        )
        wanted.append((f"SYN.{number}", names, meant(pair for _, pair in dates)))
    text = f'<export xmlns="http://eu.europa.ec/fpi/fsd/export">{"".join(body)}</export>'
    found = eu.read_xml(text.encode())
    assert [(e.entry_id, [n.text for n in e.names], e.births) for e in found] == wanted
    assert {e.nationalities for e in found} == {()}
    assert counted(found)["eu-fsf"] == {
        "entries": PEOPLE,
        "names": sum(len(names) for _, names, _ in wanted),
        "births": sum(len(births) for *_, births in wanted),
    }
