"""Which field a printed label names, and which labels name none of ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.documents import dividing, labels
from chalicelib.domain.documents.vocabulary import WORDS

EVERY = [
    (language, name, label.strip())
    for language, fields in WORDS.items()
    for name, listed in fields.items()
    for label in listed.split(",")
]


@pytest.mark.parametrize(
    "label",
    [
        "Place of birth",
        "Lieu de naissance",
        "Geburtsort",
        "Geburtsname",
        "Data di rilascio",
        "Date of entry",
        "Name of father",
        "Local de nascimento",
        "Date of issue",
        "Mother's name",
        "Surname at birth",
        "Miejsce urodzenia",
        "Doğum Yeri",
        "Место рождения",
    ],
)
def test_labels_of_other_things_are_none_of_ours(label: str) -> None:
    assert labels.field_of(label) == ("", 0.0)
    assert labels.meaning(label)[0] == labels.OTHER or label == "Date of entry"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Date and place of birth", "dateOfBirth"),
        ("D.O.B.", "dateOfBirth"),
        ("3 DOB", "dateOfBirth"),
        ("4b EXP", "expiry"),
        ("4d DLN", "documentNumber"),
        ("Identity Number", "documentNumber"),
        ("Nº REGISTRO", "documentNumber"),
        ("NIK", "documentNumber"),
        ("Ім'я / Name", "givenNames"),
        ("Name / Nachname", "surname"),
        ("Nume/Nom/Last name", "surname"),
        ("Dale of birth", "dateOfBirth"),
        ("Dateofbirth", "dateOfBirth"),
        ("Vorname(n)", "givenNames"),
        ("姓名", "name"),
    ],
)
def test_labels_of_the_world(label: str, field: str) -> None:
    assert labels.field_of(label)[0] == field


def test_every_word_of_the_vocabulary_names_a_field() -> None:
    fields = {(labels.fold(label), name) for _, name, label in EVERY}
    for _, _, label in EVERY:
        found, likeness = labels.meaning(label)
        assert likeness == 1.0, label
        assert (labels.fold(label), found) in fields, label


def test_no_label_means_two_things_in_one_language() -> None:
    for language, fields in WORDS.items():
        said = {
            (labels.fold(label), name)
            for name, listed in fields.items()
            for label in listed.split(",")
        }
        words = [label for label, _ in said]
        assert not {label for label in words if words.count(label) > 1}, language


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Document No:LW8204686", ("Document No:", "LW8204686")),
        ("Date of Birth：23/12/1998", ("Date of Birth:", "23/12/1998")),
        ("Surname MÜLLER", ("Surname", "MÜLLER")),
        ("DOB 08/31/1977", ("DOB", "08/31/1977")),
        ("DOB23/12/1998", ("DOB", "23/12/1998")),
        ("LNQUIGLEY", ("LN", "QUIGLEY")),
        ("4d DLN 99 999 999", ("4d DLN", "99 999 999")),
        ("Surname at birth", None),
        ("Name of father", None),
        ("MÜLLER", None),
    ],
)
def test_a_line_is_divided_at_the_end_of_its_label(
    line: str, parts: tuple[str, str] | None
) -> None:
    assert dividing.divide(line) == parts


def test_numbers_mean_something_on_a_licence_only() -> None:
    europe = [
        "1. MORGAN",
        "2. SARAH",
        "3. 11.03.1976 LEEDS",
        "4b. 18.01.2033",
        "5. MORGA753116SM9IJ",
    ]
    assert dividing.scheme(europe, american=False)["5"] == "documentNumber"
    assert dividing.scheme([*europe, "4d DLN"], american=False)["4d"] == "documentNumber"
    assert dividing.scheme(["1. MORGAN", "Surname"], american=False) == {}


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    name, likeness = labels.meaning(text)
    assert bool(name) == (likeness > 0)
    dividing.divide(text), dividing.numbered(text), dividing.number_of(text)


@pytest.mark.parametrize(
    ("value", "like"),
    [
        ("Date of birth", True),
        ("GIVEN NAMES", True),
        ("NAMENOM", True),
        ("Erika Mustermann", False),
        ("Kim", False),
    ],
)
def test_a_value_that_is_a_label_is_no_value(value: str, like: bool) -> None:
    assert labels.label_like(value) is like


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Ngày, tháng, năm hết hạn / Date of expiry", "expiry"),
        ("Ngày, tháng, năm cấp", ""),
        ("ΑΡ. ΚΑΡΤΑΣ", "documentNumber"),
        ("ΕΙΔΟΣ ΑΔΕΙΑΣ", ""),
        ("Датум на раѓање", "dateOfBirth"),
        ("Место на раѓање", ""),
        ("الرقم الوطني", "documentNumber"),
        ("Jina la Mwisho", "surname"),
        ("วันสิ้นอายุ", "expiry"),
        ("4d DL/PC", "documentNumber"),
        ("a. Fecha denacimiento", "dateOfBirth"),
        ("I. Surname", "surname"),
        ("J. SURNAN", ""),
        ("44DLN", "documentNumber"),
        ("44DLX", ""),
    ],
)
def test_labels_held_against_a_second_source(label: str, field: str) -> None:
    assert labels.field_of(label)[0] == field
