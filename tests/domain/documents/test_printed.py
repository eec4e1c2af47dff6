"""Values by the labels of a Textract answer, and by the labels inside of lines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.documents import issuers, printed
from chalicelib.domain.documents.document import extract
from chalicelib.domain.documents.sent import times_sent, with_sent
from chalicelib.domain.verifications.verification import Verification
from tests.domain.documents.test_places import page
from tests.services.in_memory import printed as answer_of

TODAY = date(2026, 11, 21)


def test_a_pair_without_a_value_may_hold_it_in_its_label() -> None:
    answer = answer_of(**{"Surname_MUSTER": "", "Given_names": "Erika"})
    found = printed.labelled(answer, [])
    assert [(label, value) for label, value, _ in found] == [
        ("Surname", "MUSTER"), ("Given names", "Erika"),
    ]  # fmt: skip


def test_a_numbered_line_is_a_field_where_the_numbers_mean_something() -> None:
    answer = page(
        ("DRIVING LICENCE", 0.3, 0.02), ("1. MUSTER", 0.3, 0.2), ("2. ERIKA", 0.3, 0.3),
        ("5. AB1234567", 0.3, 0.5),
    )  # fmt: skip
    lines = [block["Text"] for block in answer["Blocks"]]
    numbers = printed.numbers_on(answer, lines, american=False)
    found = printed.candidates(answer, lines, numbers, TODAY)
    assert {name: values[0].value for name, values in found.items()} == {
        "surname": "MUSTER", "givenNames": "ERIKA", "documentNumber": "AB1234567",
    }  # fmt: skip
    assert printed.candidates(answer, lines, {}, TODAY) == {}


def test_a_personal_number_stands_in_for_a_number_that_is_not_printed() -> None:
    found = extract({"front": answer_of(Personal_number="850412-1234")}, None, TODAY)
    assert found.value("documentNumber") == "850412-1234".replace(" ", "")
    both = answer_of(Personal_number="850412-1234", Document_number="AB1234567")
    assert extract({"front": both}, None, TODAY).value("documentNumber") == "AB1234567"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("ONTARIO", True), ("Wisconsin USA", True), ("REPUBBLICA ITALIANA", True),
        ("Department of Transport", True), ("ERIKA WEISS", False),
    ],
)  # fmt: skip
def test_a_heading_names_a_state_or_a_kind_and_no_person(text: str, heading: bool) -> None:
    assert issuers.is_heading(text) is heading


NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def test_pictures_of_a_side_are_counted_once_each_and_anew_when_we_ask_again() -> None:
    attempt = Verification("v-1", "u-1", NOW, NOW, NOW)
    assert times_sent(attempt, "front") == 0
    first = attempt.changed(NOW, evidence=with_sent(attempt, "front", "aa"))
    again = first.changed(NOW, evidence=with_sent(first, "front", "aa"))
    other = again.changed(NOW, evidence=with_sent(again, "front", "bb"))
    assert [times_sent(one, "front") for one in (first, again, other)] == [1, 1, 2]
    assert times_sent(other, "back") == 0
    later = NOW + timedelta(hours=1)
    asked = other.changed(later, evidence={**other.evidence, "askedAgainAt": later.isoformat()})
    assert times_sent(asked, "front") == 0
    sent = asked.changed(later, evidence=with_sent(asked, "front", "bb"))
    assert times_sent(sent, "front") == 1


def test_a_value_that_begins_with_its_label_in_another_language_is_what_follows() -> None:
    answer = page(("Kaartnummer: Card No. 555444333", 0.3, 0.3))
    found = printed.candidates(answer, [], {}, TODAY)
    assert [one.value for one in found["documentNumber"]] == ["555444333"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ID NO.099047893", "099047893"),
        ("NR.AB123456", "AB123456"),
        ("Lice942515304", "942515304"),
        ("Uce.A42515304", "A42515304"),
        ("ABC123456", "ABC123456"),
        ("NOA123456", "NOA123456"),
        ("MH12 20091234567", "MH1220091234567"),
    ],
)
def test_a_label_that_ran_into_a_number_is_none_of_it(text: str, number: str) -> None:
    assert printed.number(text) == number


def test_the_number_of_a_licence_is_not_its_holders_own() -> None:
    answer = page(
        ("DRIVING LICENCE", 0.3, 0.02), ("National ID No: 24681357", 0.3, 0.2),
        ("Licence No: FA-1714615", 0.3, 0.3),
    )  # fmt: skip
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == "FA-1714615"


@pytest.mark.parametrize(("title", "birth"), [("DRIVING LICENCE", ""), ("PASSPORT", "2025-09-19")])
def test_nobody_drives_who_was_born_last_year(title: str, birth: str) -> None:
    answer = page((title, 0.3, 0.02), ("Date of birth: 19 SEP 2025", 0.3, 0.3))
    assert extract({"front": answer}, None, TODAY).value("dateOfBirth") == birth


@pytest.mark.parametrize(
    ("surname", "name"),
    [("Prezime: Đorđević", "Željko Đorđević"), ("Nachname: Đorđević", "Đorđević"),
     ("Ime i prezime: Željko Đorđević", "Željko Đorđević")],
)  # fmt: skip
def test_a_label_of_three_letters_leads_a_name_beside_its_other_half(
    surname: str, name: str
) -> None:
    answer = page((surname, 0.4, 0.2), ("Ime Željko", 0.02, 0.3))
    assert extract({"front": answer}, None, TODAY).value("name") == name


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0SUIL661182SB9KJ 12", "OSUIL661182SB9KJ"),
        ("MORGA753116SM9IJ 35", "MORGA753116SM9IJ"),
        ("W0008661182SB9KJ", "WOOOB661182SB9KJ"),
        ("5608061131599123", "5608061131599123"),
    ],
)
def test_a_british_number_begins_with_letters_of_the_surname(text: str, number: str) -> None:
    assert printed.number(text) == number


@pytest.mark.parametrize(
    ("name", "sure"),
    [("Văn Đc Nguyên", False), ("Tomáš Vlk", True), ("St John Ng", True), ("J R Smith", True),
     ("Иван Петров", True), ("Qưc Phm", False), ("0ydis Odegard", False)],
)  # fmt: skip
def test_a_name_that_lost_its_vowels_is_a_guess(name: str, sure: bool) -> None:
    assert printed.spoken(name) is sure
    answer = page((f"Full name: {name}", 0.4, 0.2))
    found = extract({"front": answer}, None, TODAY)
    assert (found.fields["name"]["confidence"] > 60.0) is sure


@pytest.mark.parametrize("value", ["suname", "SSEX: F ISEYES BRO"])
def test_what_is_in_small_letters_or_has_a_colon_is_no_name(value: str) -> None:
    assert not printed.fits("surname", value, TODAY)
    assert printed.fits("surname", "DE LA CRUZ", TODAY)


def test_a_nought_in_a_name_is_a_letter() -> None:
    assert printed.name_text("0YDIS ØDEGÅRD") == "OYDIS ØDEGÅRD"
    assert printed.name_text("MARI0 ROSSI 20") == "MARIO ROSSI"


def test_a_number_may_begin_with_the_birth_date() -> None:
    answer = page(("IDENTITY CARD", 0.1, 0.02), ("NIN: 19850312-45204-52205-55", 0.4, 0.2))
    found = extract({"front": answer}, None, TODAY).value("documentNumber")
    assert found == "19850312-45204-52205-55"


def test_the_next_field_of_a_pennsylvanian_number_is_none_of_it() -> None:
    assert printed.number("79 311 669 DUPS: 00") == "79311669"


@pytest.mark.parametrize(
    ("line", "number"),
    [("4d OL NOL72-580-371", "L72-580-371"), ("4D IDNO099047893", "099047893")],
)
def test_a_mark_without_a_point_ran_into_an_american_number(line: str, number: str) -> None:
    answer = page(("KENTUCKY USA", 0.1, 0.02), ("OPERATOR'S LICENSE", 0.1, 0.1), (line, 0.3, 0.2))
    assert extract({"front": answer}, None, TODAY).value("documentNumber") == number


def test_where_numbers_only_count_the_labels_behind_them_are_right() -> None:
    answer = page(
        ("REPUBLIK INDONESIA", 0.1, 0.02), ("DRIVING LICENSE", 0.1, 0.1),
        ("1. NamaSITI TAN", 0.3, 0.2), ("2. Tempat, Tgl Lahir BANDUNG, 15-07-2001", 0.3, 0.3),
    )  # fmt: skip
    found = extract({"front": answer}, None, TODAY)
    assert (found.value("name"), found.value("dateOfBirth")) == ("Siti Tan", "2001-07-15")


@pytest.mark.parametrize(
    ("state", "sure"),
    [("BUNDESREPUBLIK DEUTSCHLAND", False), ("UNITED STATES OF AMERICA", True)],
)
def test_a_lone_name_is_half_of_one_where_the_label_means_the_surname(
    state: str, sure: bool
) -> None:
    answer = page((state, 0.1, 0.02), ("Name: FREIHERR VON AUE", 0.4, 0.2))
    found = extract({"front": answer}, None, TODAY)
    assert (found.fields["name"]["confidence"] > 60.0) is sure
