"""Kinds of print that public readers report, case by case; people and numbers are invented."""

from datetime import date

import pytest

from chalicelib.domain.documents import dates, labels, mrz_reading
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.names import same_name

TODAY = date(2026, 11, 21)

DATES = [
    ("12 IV 1985", "", "birth", "1985-04-12"),
    ("01.XII.1990", "", "birth", "1990-12-01"),
    ("2031年(令和13年)05月03日まで有効", "JPN", "expiry", "2031-05-03"),
    ("民国74年4月12日", "TWN", "birth", "1985-04-12"),
    ("12 เม.ย. 2528", "THA", "birth", "1985-04-12"),
    ("๑๒ เมษายน ๒๕๒๘", "THA", "birth", "1985-04-12"),
    ("1364/01/23", "IRN", "birth", "1985-04-12"),
    ("۱۳۹۹/۱۲/۳۰", "IRN", "expiry", "2021-03-20"),
    ("12 أبريل 1985", "", "birth", "1985-04-12"),
    ("12 Ogos 1985", "MYS", "birth", "1985-08-12"),
    ("12 prill 1985", "", "birth", "1985-04-12"),
    ("12 tháng 4 năm 1985", "", "birth", "1985-04-12"),
    ("12.04.1985M", "", "birth", "1985-04-12"),
    ("02/05/2020 au 02/05/2030", "", "expiry", "2030-05-02"),
    ("2020 AU 02", "CAN", "expiry", "2020-08-02"),
    ("12 Mar 2030 - 12 Mar 2020", "", "expiry", "2030-03-12"),
    ("22.11.26", "", "birth", "1926-11-22"),
    ("12 APR 19 85", "", "birth", "1985-04-12"),
    ("1 2.04.1985", "", "birth", "1985-04-12"),
    ("12 II 1985", "", "birth", ""),  # II, or a misread 11
]


@pytest.mark.parametrize(("text", "issuer", "kind", "day"), DATES)
def test_a_printed_date_is_read(text: str, issuer: str, kind: str, day: str) -> None:
    read = dates.read(text, TODAY, Kind(kind), issuer)
    assert (read.value.isoformat() if read else "") == day


@pytest.mark.parametrize(
    "text",
    ["SANS LIMITE", "LIFE TIME", "ДОЖИВОТНО", "senza scadenza", "Tillsvidare", "永久", "NO VENCE",
     "Non-expiring", "na dobu neurčitou", "99.99.9999"],
)  # fmt: skip
def test_no_end_of_validity_is_known_in_many_languages(text: str) -> None:
    assert dates.endless(text)


def test_a_whole_date_beside_such_a_word_is_the_end() -> None:
    assert not dates.endless("PERMANENT RESIDENT 12.04.2030")


@pytest.mark.parametrize(
    ("text", "said"),
    [("1974-08", "1974-08"), ("1974/00/00", "1974"), ("1974-08-XX", "1974-08"), ("01.00.1974", "")],
)
def test_a_birth_without_its_day_may_begin_with_the_year(text: str, said: str) -> None:
    assert dates.partial(text, TODAY) == said


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ōno Tarō", "OHNO TARO", True),
        ("Lü Wei", "LYU WEI", True),
        ("Алексей Щербаков", "ALEXEI SHCHERBAKOV", True),
        ("გიორგი ბერიძე", "GIORGI BERIDZE", True),
        ("Արմեն Պետրոսյան", "ARMEN PETROSYAN", True),
        ("St. John Peter", "SAINT JOHN PETER", True),
        ("Mohd Ali Hassan", "MOHAMMED ALI HASSAN", True),
        ("Ma. Teresa Cruz", "MARIA TERESA CRUZ", True),
        ("Ma Li", "MARIA LI", False),
        ("Abdul Rahman Khan", "ABDUR RAHMAN KHAN", True),
        ("Sukarno Sukarno", "SUKARNO", True),
        ("Sukarno Suharto", "SUKARNO", False),
    ],
)
def test_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


FIRST, SECOND = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F3204153ZE184226B<<<<<16",
)
CARD = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F3204153UTO<<<<<<<<<<<2",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]  # fmt: skip
VISA = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["MRZ " + FIRST, SECOND],
        ["|" + FIRST, SECOND],
        [FIRST[2:], SECOND],
        [FIRST.rstrip("<"), SECOND],
        [SECOND, FIRST],
        [*VISA, FIRST, SECOND],
        [CARD[1], CARD[0], CARD[2]],
        [CARD[0].rstrip("<"), CARD[1], CARD[2]],
    ],
)
def test_a_zone_is_found_whole_however_it_is_framed(lines: list[str]) -> None:
    """What runs into its beginning, or is lost there, must not become part of the name."""
    zone = mrz_reading.find(lines, TODAY)
    assert zone and zone.valid
    assert zone.name == "ANNA MARIA ERIKSSON"
    assert zone.issuing_state == "UTO"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Nazwisko rodowe / Family name", "other"),
        ("Gol. Darah", "other"),
        ("S/D/W of", "other"),
        ("Place of origin", "other"),
        ("Numéro de permis", "documentNumber"),
        ("Nr paszportu", "documentNumber"),
        ("USCIS#", "documentNumber"),
        ("旅券番号", "documentNumber"),
        ("Gäller till", "expiry"),
        ("유효기간", "expiry"),
        ("Tarikh Lahir", "dateOfBirth"),
        ("Ծննդյան ամսաթիվ", "dateOfBirth"),
        ("Nama Penuh", "name"),
        ("اللقب", "surname"),
    ],
)
def test_labels_of_the_world(label: str, field: str) -> None:
    assert labels.meaning(label)[0] == field
