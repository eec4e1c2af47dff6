"""Kinds of print that public readers report, case by case; people and numbers are invented."""

from datetime import date

import pytest

from chalicelib.domain.documents import dates, dividing, issuers, labels, mrz_reading, printed
from chalicelib.domain.documents.dates import Kind
from chalicelib.domain.documents.document import extract
from chalicelib.domain.documents.names import same_name
from tests.domain.documents.test_places import page

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


@pytest.mark.parametrize("name", ["JIMENA", "WALID", "ANDRÉS"])
def test_a_short_name_is_not_taken_for_a_misread_label(name: str) -> None:
    assert labels.meaning(name)[0] == ""


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("273 453 093 Class D", ["273 453 093", "Class D"]),
        (
            "04-03-2032 DATE OF BIRTH 12-09-1966",
            ["04-03-2032", "DATE OF BIRTH 12-09-1966"],
        ),
        ("06/18/19854a ISS 05/23/2017", ["06/18/1985", "4a ISS 05/23/2017"]),
        ("05/01/1984Gender F", ["05/01/1984", "Gender F"]),
        ("63217578 9 Class:C", ["63217578", "9 Class:C"]),
        ("SJ692123 5b. 121", ["SJ692123", "5b. 121"]),
        ("5A123456789", ["5A123456789"]),
        ("12.03.1980 CLASSEN", ["12.03.1980 CLASSEN"]),
    ],
)
def test_a_label_behind_a_value_begins_a_piece(line: str, cut: list[str]) -> None:
    assert dividing.pieces(line) == cut


def test_words_behind_numbers_are_labels_even_misread() -> None:
    worded = ["1. Name", "2. Votname", "4b. Ablaufdatum"]
    assert dividing.is_worded(worded)
    assert dividing.number_of("2. Votname", worded=True) == "2"
    assert not dividing.is_worded(["1. MORGAN", "2. SARAH", "4b. 18.01.2033"])


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["GEORGIA USA", "DRIVER'S LICENSE"], "USA"),
        (["GEORGIA", "DRIVING LICENCE"], ""),
        (["DRIVER'S LICENSE", "15 SEX", "4b EXP"], "USA"),
        (["DRIVER'S LICENCE", "15 SEX", "4b EXP"], ""),
        (["DRIVING LICENSE", "DUBAI"], ""),
    ],
)
def test_an_american_licence_is_known_by_state_or_by_its_marks(
    lines: list[str], state: str
) -> None:
    assert issuers.american(lines) == state


def fields(*lines: tuple[str, float, float]) -> dict[str, tuple[str, float]]:
    found = extract({"front": page(*lines)}, None, TODAY)
    return {name: (str(f["value"]), float(f["confidence"])) for name, f in found.fields.items()}


def test_a_licence_of_australia_prints_the_whole_name_without_a_label() -> None:
    found = fields(
        ("NEW SOUTH WALES AUSTRALIA", 0.3, 0.02), ("DRIVER LICENCE", 0.3, 0.1),
        ("ZELDA QUIXOTE", 0.1, 0.2), ("Card Number: 2 045 119 387", 0.4, 0.3),
        ("5 FERRY ROAD", 0.1, 0.4), ("Licence No.: 4149 8200", 0.4, 0.5),
        ("Date of Birth: 28 AUG 1975", 0.4, 0.6),
    )  # fmt: skip
    assert found["name"][0] == "Zelda Quixote"
    assert found["name"][1] <= 60
    assert found["documentNumber"] == ("41498200", 98.0)


def test_the_cards_own_number_alone_is_a_guess_on_a_licence() -> None:
    found = fields(
        ("DRIVER LICENCE", 0.3, 0.1), ("Card Number: 2 045 119 387", 0.4, 0.3),
        ("Date of Birth: 28 AUG 1975", 0.4, 0.6),
    )  # fmt: skip
    assert found["documentNumber"][1] <= 50


def test_a_date_that_stands_as_the_address_is_the_birth() -> None:
    found = fields(
        ("DRIVING LICENCE", 0.3, 0.02), ("1.: QUIXOTE", 0.3, 0.2), ("2.: ZELDA", 0.3, 0.3),
        ("8.: 12.04.1985 ULM", 0.3, 0.4), ("4b.: 18.01.2033", 0.3, 0.5),
        ("5.: AB1234567", 0.3, 0.6),
    )  # fmt: skip
    assert found["dateOfBirth"][0] == "1985-04-12"


def test_new_zealand_numbers_its_licence_5a() -> None:
    found = fields(
        ("NEW ZEALAND", 0.3, 0.0), ("DRIVER LICENCE", 0.3, 0.06), ("1.: QUIXOTE", 0.3, 0.2),
        ("2.: ZELDA", 0.3, 0.3), ("3.: 12-04-1985", 0.3, 0.4), ("5a.: AB123456", 0.3, 0.5),
        ("5b.: 121", 0.3, 0.6),
    )  # fmt: skip
    assert found["documentNumber"][0] == "AB123456"


@pytest.mark.parametrize("name", ["QUIXOTE, ZELDA", "Quixote, Zelda"])
def test_a_name_with_a_comma_is_found_on_any_document(name: str) -> None:
    found = fields(
        ("RESIDENCE PERMIT", 0.3, 0.02), (name, 0.1, 0.2), ("Valid until: 12.04.2031", 0.4, 0.5),
        ("Date of Birth: 28 AUG 1975", 0.4, 0.6),
    )  # fmt: skip
    assert found["name"][0] in ("Quixote Zelda", "Zelda Quixote")
    assert found["name"][1] <= 60


def test_all_names_stand_under_one_label_in_mexico() -> None:
    found = fields(
        ("INSTITUTO NACIONAL ELECTORAL MEXICO", 0.1, 0.02), ("MEXICO", 0.1, 0.08),
        ("NOMBRE: QUIXOTE", 0.4, 0.2), ("ZELDA", 0.4, 0.28),
        ("FECHA DE NACIMIENTO: 12/04/1985", 0.4, 0.5),
    )  # fmt: skip
    assert set(found["name"][0].split()) == {"Quixote", "Zelda"}


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("NOMBRE/NAME Iker Rodrigo", ("NOMBRE/NAME", "Iker Rodrigo")),
        ("Kaartnr./ Card No. 555-9466224-68", ("Kaartnr./ Card No.", "555-9466224-68")),
        ("Naam / Name Postma", ("Naam / Name", "Postma")),
        ("Name/Sumame/Nom Schmidtke", ("Name/Sumame/Nom", "Schmidtke")),
        ("Utónév/Given nameZOLTÁN LÁSZLÓ", ("Utónév/Given name", "ZOLTÁN LÁSZLÓ")),
        (
            "DATA DI NASCITA/DATE OF BIRTH 26/10/1975",
            ("DATA DI NASCITA/DATE OF BIRTH", "26/10/1975"),
        ),
        ("OKMÁNYAZONOSÍTÓ/DOC. NO.714669RZ", ("OKMÁNYAZONOSÍTÓ/DOC. NO.", "714669RZ")),
        ("PRÉNOMS / GIVEN NAMES", None),
        ("Vomamen/Given names/Rrenoms", None),
        ("SURNAME / NOM", None),
        ("SMITH / JONES", None),
    ],
)
def test_a_label_in_two_languages_ends_where_its_value_begins(
    line: str, parts: tuple[str, str] | None
) -> None:
    assert dividing.bilingual(line) == parts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("STN94251UC33CLASS B", "STN94251UC33"),
        ("4679 4448 Licence Class C", "46794448"),
        ("991-351-311Category IR1", "991-351-311"),
        ("AB1234567", "AB1234567"),
        ("12CLA5533", "12CLA5533"),
    ],
)
def test_the_next_label_is_no_part_of_a_number(text: str, number: str) -> None:
    assert printed.number(text) == number


def test_a_lone_number_on_a_licence_makes_its_line_a_guess() -> None:
    found = fields(
        ("CALIFORNIA USA", 0.3, 0.0), ("DRIVER LICENSE", 0.3, 0.06), ("2 CAS C", 0.1, 0.1),
        ("DOB: 05/07/1980", 0.3, 0.5),
    )  # fmt: skip
    assert found.get("name", ("", 0.0))[1] <= 60


def test_a_bar_read_as_a_colon_divides_two_labels() -> None:
    assert labels.meaning("NOME:NAME")[0] == "givenNames"
    assert dividing.divide("NOME:NAME") is None
    assert dividing.bilingual("VORNAMEN/GIVEN N4MES") is None
    assert dividing.bilingual("VORNAMEN/GIVEN MAMFS") is None
