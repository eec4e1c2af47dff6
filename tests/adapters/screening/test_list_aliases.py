"""Names as the lists write them: all that are there, and no remark for a name."""

import pytest

from chalicelib.adapters.screening.lists.aliases import listed_names, name_part, names_in_note


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Jin Probe (金铁三)", ["Jin Probe", "金铁三"]),
        ("Encep Probe (birth name)", ["Encep Probe"]),
        ("Amir Probe (original script: Амир Проба)", ["Amir Probe", "Амир Проба"]),
        ("Mohammad Test b) M. Javad Test", ["Mohammad Test", "M. Javad Test"]),
        ("a) Test One; b) Test Two", ["Test One", "Test Two"]),
        ("Lom-ali Testaev (Testev)", ["Lom-ali Testaev", "Lom-ali Testev"]),
        ("Testov (formerly Probov)", ["Testov", "Probov"]),
        ("Khaled Test (a.k.a. Abu Probe)", ["Khaled Test", "Abu Probe"]),
        ("Abu Test; Abu Probe", ["Abu Test", "Abu Probe"]),
        ("EL TESTO (COMBAT NAME)", ["EL TESTO"]),
        ("Ezat Probe (previously listed as)", ["Ezat Probe"]),
        ("حسن غول (Hassan Test; Hassan Tist)", ["حسن غول", "Hassan Test", "Hassan Tist"]),
        ("Hay’at Test (HT) (هيئة (original script); Hayat Test)",
         ["Hay’at Test", "HT", "هيئة", "Hayat Test"]),
        (") Abdel Mouhamad Test", ["Abdel Mouhamad Test"]),
        ("(Sheikh) Musa Test", ["Sheikh Musa Test"]),
        ("Leader (Hong Kong) Testing Limited", ["Leader Hong Kong Testing Limited"]),
        ("Safia Test, born 1 Jan. 1953 (Oman passport no.1, issued 4 May 2014.)", ["Safia Test"]),
        ("Akhter Test son of Noor Test (اختر محمد ولد نور محمد ),",
         ["Akhter Test", "اختر محمد ولد نور محمد"]),
        ("Agha Jan Test اغا جان عالیزی", ["Agha Jan Test", "اغا جان عالیزی"]),
        ("TESTOV, Ivan", ["Ivan TESTOV"]),
        ("Hilarion Test, III (third)", ["Hilarion Test III"]),
        ("“Abu Test”", ["Abu Test"]),
        ("na", []),
        ("", []),
    ],
)  # fmt: skip
def test_every_name_of_a_field_and_no_remark(field: str, names: list[str]) -> None:
    assert [name.text for name in listed_names(field)] == names


def test_a_short_form_in_brackets_is_weak_and_weakness_is_inherited() -> None:
    assert [n.weak for n in listed_names("Test Brigade (TB)")] == [False, True]
    assert [n.weak for n in listed_names("Abu Test; Abu Probe", weak=True)] == [True, True]


@pytest.mark.parametrize(
    ("note", "beside", "names"),
    [
        ("original script: Абу Проба", "Abu Proba", ["Абу Проба"]),
        ("DOB: 11 Apr. 1963. In\nArabic: سيف العدل ", "Saif", ["سيف العدل"]),
        ("Hajji Test; Haji Tist", "حاجى", ["Hajji Test", "Haji Tist"]),
        ("Serait décédé le 2 avril 2024. L’examen s’est achevé.", "ABU TEST", []),
        ("nom de guerre", "Abu Test", []),
    ],
)
def test_names_that_stand_in_a_note(note: str, beside: str, names: list[str]) -> None:
    assert names_in_note(note, beside) == names


def test_na_is_nothing_but_may_be_a_name_in_capitals() -> None:
    assert [name_part(word) for word in ("na", "NA", "N/A", "-0-", "Unknown", "Na")] == [
        "", "NA", "", "", "", "Na",
    ]  # fmt: skip
