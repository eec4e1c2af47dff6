"""Fields without a readable label are found where documents print them, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.documents import places
from chalicelib.domain.documents.document import extract
from chalicelib.domain.documents.labels import Printed

TODAY = date(2026, 11, 21)
SIZE = 0.05
"""Height of a line of print as share of the page."""


def page(*lines: tuple[str, float, float], turn: float = 0.0) -> dict[str, Any]:
    """A Textract answer: (text, left, top); `Label: value` becomes a pair, turned by `turn`."""
    blocks: list[dict[str, Any]] = []

    def add(kind: str, text: str, left: float, top: float, height: float = SIZE) -> dict[str, Any]:
        width = 0.02 * len(text)
        corners = [(left, top), (left + width, top), (left + width, top + height)]
        corners.append((left, top + height))
        polygon = [{"X": x - turn * y, "Y": y + turn * x} for x, y in corners]
        block = {
            "BlockType": kind, "Id": str(len(blocks)), "Text": text, "Confidence": 98.0,
            "Geometry": {"Polygon": polygon, "BoundingBox": {"Top": top, "Left": left}},
        }  # fmt: skip
        blocks.append(block)
        return block

    for text, left, top in lines:
        label, colon, value = text.partition(": ")
        if not colon:
            add("LINE", text, left, top)
            continue
        key = add("KEY_VALUE_SET", label, 0.02, top) | {"EntityTypes": ["KEY"]}
        held = add("KEY_VALUE_SET", value, left, top) | {"EntityTypes": ["VALUE"]}
        for block, words, kind in ((key, label, "KEY"), (held, value, "VALUE")):
            ids = [add("WORD", word, left, top)["Id"] for word in words.split()]
            relation = [{"Type": "CHILD", "Ids": ids}]
            if kind == "KEY":
                relation.append({"Type": "VALUE", "Ids": [held["Id"]]})
            blocks[int(block["Id"])] |= {"EntityTypes": [kind], "Relationships": relation}
            add("LINE", words, 0.02 if kind == "KEY" else left, top)
    return {"Blocks": blocks}


def name(answer: dict[str, Any]) -> str:
    return extract({"front": answer}, None, TODAY).value("name")


@pytest.mark.parametrize("turn", [-0.2, 0.0, 0.25])
def test_the_line_over_the_given_names_is_the_surname(turn: float) -> None:
    answer = page(
        ("REPUBLIC", 0.1, 0.05),
        ("PAPADOPOULOU", 0.4, 0.2),
        ("Given names: Maria", 0.4, 0.3),
        ("Date of birth: 12.04.1985", 0.4, 0.4),
        turn=turn,
    )
    assert name(answer) == "Maria Papadopoulou"


def test_the_line_under_the_surname_holds_the_given_names() -> None:
    answer = page(("Surname: WEISS", 0.4, 0.2), ("Jonas", 0.4, 0.3), ("Sex: M", 0.4, 0.4))
    assert name(answer) == "Jonas Weiss"


def test_both_names_stand_over_the_birth_date() -> None:
    answer = page(("WEISS", 0.4, 0.2), ("Jonas", 0.4, 0.3), ("Date of birth: 12.04.1985", 0.4, 0.4))
    assert name(answer) == "Jonas Weiss"


@pytest.mark.parametrize(
    "stray", [("REPUBLIC", 0.1, 0.2), ("MUSTERSTADT", 0.4, 0.6), ("A-7731", 0.4, 0.2)]
)
def test_what_stands_elsewhere_is_no_surname(stray: tuple[str, float, float]) -> None:
    answer = page(stray, ("Given names: Maria", 0.4, 0.3))
    assert name(answer) == "Maria"


def test_a_guess_is_marked_by_its_confidence() -> None:
    found = extract(
        {"front": page(("Surname: WEISS", 0.4, 0.2), ("X1234567", 0.1, 0.8))}, None, TODAY
    )
    assert found.fields["documentNumber"] == {
        "value": "X1234567", "confidence": 60.0, "source": "printed",
    }  # fmt: skip
    two = page(("X1234567", 0.1, 0.8), ("Y7654321", 0.1, 0.9))
    assert "documentNumber" in extract({"front": two}, None, TODAY).missing


def test_a_lone_date_of_an_adult_is_the_birth_date_and_an_expiry_is_not() -> None:
    known = ("Surname: WEISS", 0.4, 0.2)
    birth, expiry = ("12.04.1985", 0.4, 0.5), ("12.04.2031", 0.4, 0.7)
    assert extract({"front": page(known, birth)}, None, TODAY).value("dateOfBirth") == "1985-04-12"
    assert "dateOfBirth" in extract({"front": page(known, expiry)}, None, TODAY).missing


def test_a_misread_date_is_no_rival_of_the_number() -> None:
    answer = page(
        ("ONTARIO CANADA", 0.1, 0.05),
        ("DRIVER'S LICENCE", 0.1, 0.12),
        ("Name: BIRTWISTLE,EDMUND", 0.4, 0.2),
        ("A98484548633391", 0.4, 0.3),
        ("3006/0ON", 0.4, 0.4),
        ("1950/04/07", 0.4, 0.5),
    )
    found = extract({"front": answer}, None, TODAY)
    assert found.value("documentNumber") == "A98484548633391"
    assert found.fields["documentNumber"]["confidence"] <= 60


def test_a_column_without_any_label_is_read_by_its_order() -> None:
    answer = page(
        ("CHÊNEVERT", 0.4, 0.2),
        ("ÉTIENNE JÉRÔME", 0.4, 0.3),
        ("07 041977", 0.4, 0.4),
        ("03 02 2031", 0.4, 0.5),
        ("542192458", 0.4, 0.6),
    )
    found = extract({"front": answer}, None, TODAY)
    assert found.value("name") == "Étienne Jérôme Chênevert"
    assert found.value("dateOfBirth") == "1977-04-07"
    assert found.value("documentNumber") == "542192458"


WORN = {
    "no heading, two marks left": (
        ["FARNSWORTH", "2 THEODORE DECLAN", "3 30.11.1952 UNITED KINGDOM", "20.02.2023",
         "5 RN5345397"],
        ("Theodore Declan Farnsworth", "1952-11-30", "RN5345397"),
    ),
    "blanks lost in the headings": (
        ["REPUBBLICAITALIANA", "PATENTE DIGUIDA", "BEVILACQUA", "2 ILARIA ZITA",
         "12/07/1971 TORINO (TO)", "01/12/2022", "30/11/2032", "FJ8018922", "9AM/B1/B"],
        ("Ilaria Zita Bevilacqua", "1971-07-12", "FJ8018922"),
    ),
    "categories alone say that it is a licence": (
        ["BEVILACQUA", "2 ILARIA ZITA", "12/07/1971 TORINO (TO)", "FJ8018922", "AM/B1/B"],
        ("Ilaria Zita Bevilacqua", "1971-07-12", "FJ8018922"),
    ),
    "an expiry that cannot be is no number": (
        ["REPUBBLICA ITALIANA", "PATENIE DI GUIOA", "1. BORZOMI", "2. TOMMASO",
         "28/09/1951 TORINO (TO)", "26/04/2080", "RP0753382"],
        ("Tommaso Borzomi", "1951-09-28", "RP0753382"),
    ),
    "LN and FN misread": (
        ["CALIFORNIAUSA", "DRIVER LICENSE", "DL19598215", "EXP 01/24/2035", "UN HOLLOWAY",
         "N CALLUM ANGUS", "DOB 07/19/1951"],
        ("Callum Angus Holloway", "1951-07-19", "I9598215"),
    ),
    "a state misread, a street, a colon before the number": (
        ["TEXAS URA", "DRIVER LICENSE", "：00594194", "03/25/2025", "3 DOB:01/15/1981",
         "FARNSWORTH", "RHYS EDMUND", "1201 OAK LANE"],
        ("Rhys Edmund Farnsworth", "1981-01-15", "00594194"),
    ),
    "a label that ran into the number, another one like a name": (
        ["DRIVER LICENSE", "NEW YORK STATE USA", "0552689694", "MAC GIOLLA", "POPPY",
         "88 RIVER STREET", "SexF", "DOB 07/04/1946", "Expires 11/07/2034"],
        ("Poppy Mac Giolla", "1946-07-04", "552689694"),
    ),
    "a number behind two labels": (
        ["DRIVER'S LICENSE", "ILLINOIS USA", "4dLIC NO W12769075923", "3 DOB: 10/08/1994",
         "HOLLOWAY", "DECLAN", "55 LAKE ST"],
        ("Declan Holloway", "1994-10-08", "W12769075923"),
    ),
    "no state, but its words": (
        ["4d K370879149483", "1 MAC GIOLLA", "2BEATRIX", "15 SEX F", "3 DOB 02/15/1994",
         "4b EXP 03/20/2035"],
        ("Beatrix Mac Giolla", "1994-02-15", "K370879149483"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORN)
def test_pages_as_worn_pictures_leave_them(case: str) -> None:
    lines, wanted = WORN[case]
    answer = page(*((text, 0.4, 0.05 + 0.09 * row) for row, text in enumerate(lines)))
    found = extract({"front": answer}, None, TODAY)
    told = tuple(found.value(field) for field in ("name", "dateOfBirth", "documentNumber"))
    assert told == wanted


def test_a_badly_read_word_is_no_rival_of_the_number() -> None:
    answer = page(
        ("PERMANENT RESIDENT", 0.4, 0.1),
        ("14 MAY 1954", 0.4, 0.3),
        ("15 OFC 2032", 0.4, 0.5),
        ("U9C356", 0.4, 0.6),
        ("972-149-750", 0.4, 0.7),
    )
    for block in answer["Blocks"]:
        if block["Text"] == "U9C356":
            block["Confidence"] = 65.0
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "972-149-750"


LICENCE = ("DRIVING LICENCE", 0.3, 0.02)


def test_one_word_under_name_is_the_given_name_beneath_a_surname_without_a_label() -> None:
    answer = page(("WEISS", 0.4, 0.2), ("Name: Jonas", 0.4, 0.3), ("Sex: M", 0.4, 0.4))
    assert name(answer) == "Jonas Weiss"
    assert name(page(("Name: Jonas", 0.4, 0.3), ("A-77", 0.1, 0.9))) == "Jonas"


def test_one_word_read_elsewhere_as_the_name_leaves_the_surname_to_be_found() -> None:
    answer = page(("WEISS", 0.4, 0.2), ("Given names: Jonas", 0.4, 0.3), ("Sex: M", 0.4, 0.4))
    added = places.fill(answer, {"name": Printed("Jonas", 98.0)}, TODAY)
    assert {field: one.value for field, one in added.items()} == {"surname": "WEISS"}


def test_the_only_two_names_on_a_licence_are_surname_and_given_names() -> None:
    answer = page(LICENCE, ("WEISS", 0.2, 0.2), ("JONAS", 0.6, 0.35), ("12.04.2031", 0.4, 0.7))
    assert name(answer) == "Jonas Weiss"
    three = page(LICENCE, ("WEISS", 0.2, 0.2), ("JONAS", 0.6, 0.35), ("PARIS", 0.1, 0.5))
    assert "name" in extract({"front": three}, None, TODAY).missing


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("3.12.04.1985", "1985-04-12"),
        ("48.12/04/1985", "1985-04-12"),
        ("12.04.1985", "1985-04-12"),
    ],
)
def test_a_licences_number_before_a_value_is_no_part_of_it(line: str, read: str) -> None:
    answer = page(LICENCE, (line, 0.4, 0.3))
    assert extract({"front": answer}, None, TODAY).value("dateOfBirth") == read


def test_a_five_that_ran_into_the_number_is_its_mark() -> None:
    glued = page(LICENCE, ("312.04.1985", 0.4, 0.3), ("5A123456789", 0.4, 0.6))
    assert extract({"front": glued}, None, TODAY).value("documentNumber") == "A123456789"
    apart = page(LICENCE, ("12.04.1985", 0.4, 0.3), ("5A123456789", 0.4, 0.6))
    assert extract({"front": apart}, None, TODAY).value("documentNumber") == "5A123456789"


def test_a_label_whose_value_was_not_read_claims_nothing() -> None:
    answer = page(("WEISS", 0.4, 0.2), ("Given names: Jonas", 0.4, 0.3))
    empty = page(("Surname: X", 0.4, 0.6))["Blocks"]
    for block in empty:
        block["Id"] = f"e{block['Id']}"
        for relation in block.get("Relationships", ()):
            relation["Ids"] = [f"e{one}" for one in relation["Ids"]]
    kept = [one for one in empty if one["BlockType"] != "LINE" and one.get("Text") != "X"]
    value = next(one for one in empty if one.get("EntityTypes") == ["VALUE"])
    value.pop("Relationships")
    answer["Blocks"] += [one for one in kept if one is not value] + [value]
    assert name(answer) == "Jonas Weiss"


def test_a_misread_label_between_two_names_is_no_name() -> None:
    answer = page(
        ("Surname: ASHDOWN", 0.4, 0.2),
        ("MENOIGMENNAMES", 0.4, 0.27),
        ("RHYS", 0.4, 0.31),
        ("Date of birth: 03.10.1999", 0.4, 0.42),
    )
    assert name(answer) == "Rhys Ashdown"


def test_a_name_that_is_like_a_label_of_nothing_is_a_name() -> None:
    answer = page(
        ("MÁRQUEZ SOTO", 0.4, 0.2), ("ANDRÉS", 0.4, 0.3), ("Date of birth: 29 05 1975", 0.4, 0.4)
    )  # fmt: skip
    assert name(answer) == "Andrés Márquez Soto"


def test_of_a_licences_dates_without_labels_the_upper_and_older_one_is_the_birth_date() -> None:
    older, younger = "12.04.1985", "03.05.2006"
    above = page(LICENCE, (older, 0.4, 0.3), (younger, 0.4, 0.4))
    assert extract({"front": above}, None, TODAY).value("dateOfBirth") == "1985-04-12"
    below = page(LICENCE, (younger, 0.4, 0.3), (older, 0.4, 0.4))
    assert "dateOfBirth" in extract({"front": below}, None, TODAY).missing


@pytest.mark.parametrize("sex", ["15 SEX: M", "Sex: M"])
def test_english_labels_prove_no_order_of_day_and_month(sex: str) -> None:
    answer = page(
        ("DRIVER'S LICENSE", 0.1, 0.1), ("DOB: 01/05/1954", 0.4, 0.4), (sex, 0.4, 0.5)
    )  # fmt: skip
    assert "dateOfBirth:order" in extract({"front": answer}, None, TODAY).differences


def test_a_heading_like_a_label_hides_no_number() -> None:
    answer = page(
        ("DOCUMENTO NACIONAL DE IDENTIDAD", 0.3, 0.05),
        ("Apellidos: GARCÍA LÓPEZ", 0.4, 0.2),
        ("Nombre: ÁLVARO", 0.4, 0.3),
        ("CN4378257", 0.4, 0.6),
    )
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "CN4378257"


def test_of_two_lines_that_may_be_the_number_the_one_of_its_states_shape_is_it() -> None:
    answer = page(
        ("CALIFORNIA DRIVER LICENSE", 0.1, 0.05),
        ("WEISS", 0.4, 0.2),
        ("Jonas", 0.4, 0.3),
        ("Date of birth: 12.04.1985", 0.4, 0.4),
        ("I4123674", 0.4, 0.5),
        ("88812345", 0.4, 0.6),
    )
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "I4123674"


def test_a_permits_number_stands_without_a_label_beside_a_persons() -> None:
    answer = page(
        ("RESIDENCE PERMIT", 0.3, 0.05),
        ("SC3319639", 0.4, 0.12),
        ("Name: JOAN WREN", 0.4, 0.2),
        ("Date of birth: 15/11/1965", 0.4, 0.4),
        ("Registration number: 1234567", 0.4, 0.6),
    )
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "SC3319639"


def test_a_street_is_no_name_though_nothing_else_could_be() -> None:
    answer = page(
        ("AUSTRALIA", 0.3, 0.0), ("DRIVER LICENCE", 0.3, 0.06), ("PEACH ROAD", 0.4, 0.3),
        ("DOB: 05/07/1980", 0.4, 0.5),
    )  # fmt: skip
    assert name(answer) == ""


def test_what_stands_before_a_comma_is_the_surname() -> None:
    answer = page(
        ("NAME: WREN,", 0.4, 0.2), ("ADA", 0.4, 0.27), ("DOB: 13/07/1980", 0.4, 0.5),
    )  # fmt: skip
    assert name(answer) == "Ada Wren"


def test_a_street_beside_two_names_is_no_third() -> None:
    answer = page(
        ("GEORGIA USA", 0.3, 0.0), ("DRIVER'S LICENSE", 0.3, 0.06), ("ADA", 0.3, 0.2),
        ("WREN", 0.3, 0.3), ("PEACH ROAD", 0.3, 0.4), ("DOB: 05/07/1980", 0.3, 0.6),
    )  # fmt: skip
    assert set(name(answer).split()) == {"Ada", "Wren"}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("NUP 21.726.810", "21726810"),
        ("UCEMCE NOR 717610752", "717610752"),
        ("OAK LANE 12", ""),
        ("Issued 11.03.2021", ""),
        ("EYES 717610752", ""),
    ],
)
def test_a_number_behind_a_misread_label_is_a_guess(line: str, number: str) -> None:
    answer = page(
        ("SURNAME: WREN", 0.4, 0.2), ("GIVEN NAMES: ADA", 0.4, 0.3),
        ("DOB: 13/07/1980", 0.4, 0.5), (line, 0.4, 0.7),
    )  # fmt: skip
    found = extract({"front": answer}, None, TODAY)
    assert found.value("documentNumber").replace(".", "") == number
    assert not number or found.fields["documentNumber"]["confidence"] <= 60


@pytest.mark.parametrize("end", ["17.08.2021", "16.08.2021"])
def test_a_date_that_ends_ten_years_later_is_no_birth(end: str) -> None:
    answer = page(
        ("SURNAME: WREN", 0.4, 0.2), ("GIVEN NAMES: ADA", 0.4, 0.3), ("29.03.2002", 0.4, 0.4),
        ("17.08.2011", 0.4, 0.5), (end, 0.4, 0.6),
    )  # fmt: skip
    assert extract({"front": answer}, None, TODAY).value("dateOfBirth") == "2002-03-29"
