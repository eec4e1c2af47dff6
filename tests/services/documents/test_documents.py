"""Reading documents: both sides in any order, once and again; keys and hashes name nobody."""

import hashlib
import io
import json
import random
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from PIL import Image

from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.documents import layout
from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.mrz_writing import Holder, write
from chalicelib.domain.errors import Conflict, NotFound, Unavailable
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.verification import State
from tests.adapters.documents.test_barcodes import back
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture, printed

FRONT = printed(Name="Anna Demosthenous", Date_of_birth="14.03.1991", Nationality="GRC")
BACK = printed(Document_number="AB123456", Date_of_expiry="01.01.2031")


@pytest.fixture
def case(system: InMemorySystem) -> tuple[str, str]:
    """(user, verification) with both sides uploaded and a profile that fits."""
    _, user_id = system.confirmed()
    for side in ("front", "back"):
        found = system.uploads.accept(user_id, picture(side), side).verification_id
    system.ocr.answers = {f"{found}.jpg": FRONT, f"{found}-back.jpg": BACK}
    return user_id, found


def read_both(system: InMemorySystem, verification_id: str, order: Sequence[str]) -> DocumentRecord:
    for side in order:
        record = system.reading.read(f"{verification_id}{side}.jpg")
    return present(record)


@pytest.mark.parametrize("order", [("", "-back"), ("-back", ""), ("", "-back", "", "-back")])
def test_both_sides_in_any_order_say_the_same_together(
    system: InMemorySystem, case: tuple[str, str], order: tuple[str, ...]
) -> None:
    record = read_both(system, case[1], order)
    assert (record.value("name"), record.value("dateOfBirth"), record.value("documentNumber")) == (
        "Anna Demosthenous", "1991-03-14", "AB123456"
    )  # fmt: skip
    assert (record.missing, record.differences, record.age, record.expired) == ((), (), 35, False)


def test_one_side_alone_says_what_is_missing(system: InMemorySystem, case: tuple[str, str]) -> None:
    record = system.reading.read(f"{case[1]}.jpg")
    assert present(record).missing == ("documentNumber",)
    assert present(record).number_hash == ""


def test_reading_the_same_pictures_again_changes_nothing_and_is_not_paid_twice(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    first = read_both(system, case[1], ("", "-back"))
    entries = len(system.audit.entries)
    system.ocr.answers.clear()  # whoever asked the engine would find nothing
    assert read_both(system, case[1], ("", "-back")) == first
    assert system.documents.get(case[1]) == first
    assert len(system.audit.entries) == entries


def test_the_same_picture_counts_as_read_again_after_ask_again(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    first = read_both(system, found, ("", "-back"))
    system.moved(found, State.NEEDS_REVIEW, ("face_mismatch",))
    system.reviews.ask_again(found, ("document_unreadable",), "", "rita")
    assert system.documents.find(found) is None
    system.uploads.accept(user_id, picture("front"))
    assert present(system.reading.read(f"{found}.jpg")).value("name") == first.value("name")


def test_the_raw_answer_is_kept_beside_the_picture(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    read_both(system, case[1], ("", "-back"))
    assert set(system.raw.items) == {f"{case[1]}.json", f"{case[1]}-back.json"}
    kept = json.loads(system.raw.items[f"{case[1]}.json"])
    front = system.pictures.items[f"{case[1]}.jpg"]
    assert kept == FRONT | {"Read": hashlib.sha256(front).hexdigest()}


def test_a_picture_that_is_replaced_while_it_is_read_is_read_by_its_own_event(
    system: InMemorySystem, case: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id, found = case
    analyze = system.ocr.analyze

    def slowly(bucket: str, key: str) -> dict[str, Any]:
        answer = analyze(bucket, key)
        system.uploads.accept(user_id, picture("another card"))
        return answer

    monkeypatch.setattr(system.ocr, "analyze", slowly)
    with pytest.raises(NotFound):
        system.reading.read(f"{found}.jpg")
    assert (system.raw.items, system.documents.items) == ({}, {})


def test_the_back_does_not_lend_its_words_to_another_front(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    system.reading.read(f"{found}.jpg")
    read = hashlib.sha256(system.pictures.items[f"{found}.jpg"]).hexdigest()
    system.uploads.accept(user_id, picture("another card"))  # not read yet
    assert present(system.reading.read(f"{found}-back.jpg")).sha256 == read


def test_what_is_read_after_the_decision_is_not_kept(
    system: InMemorySystem, case: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id, found = case
    before = read_both(system, found, ("", "-back"))
    analyze = system.ocr.analyze

    def slowly(bucket: str, key: str) -> dict[str, Any]:
        system.moved(found, State.NEEDS_REVIEW, ("face_mismatch",))
        return analyze(bucket, key) | printed(Name="Berta Other", Date_of_birth="14.03.1990")

    monkeypatch.setattr(system.ocr, "analyze", slowly)
    system.uploads.accept(user_id, picture("another card"))
    assert system.reading.read(f"{found}.jpg") is None
    assert system.documents.get(found) == before


def test_a_correction_that_comes_late_does_not_pass_a_second_reading(
    system: InMemorySystem, case: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id, found = case
    read_both(system, found, ("", "-back"))
    system.moved(found, State.NEEDS_REVIEW, ("face_mismatch",))
    system.reviews.ask_again(found, ("document_unreadable",), "", "rita")
    save = system.profiles.save

    def late(profile: Profile) -> None:
        monkeypatch.setattr(system.profiles, "save", save)
        system.uploads.accept(user_id, picture("front, again"))
        system.reading.read(f"{found}.jpg")
        save(profile)

    monkeypatch.setattr(system.profiles, "save", late)
    with pytest.raises(Conflict):
        system.people.save_profile(user_id, "Berta Other", date(1990, 3, 14), "GRC", "")


def test_a_profile_that_says_something_else_is_a_difference(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, verification_id = case
    born = system.now().date().replace(year=1990)
    system.people.save_profile(user_id, "Berta Demosthenous", born, "GRC", "")
    record = read_both(system, verification_id, ("", "-back"))
    assert set(record.differences) == {"name:profile", "dateOfBirth:profile"}


def test_hashes_hide_the_number_and_the_person(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    record = read_both(system, case[1], ("", "-back"))
    for hidden in (record.number_hash, record.screening_fingerprint):
        assert len(hidden) == 64
        assert "AB123456" not in hidden and "ANNA" not in hidden.upper()
    assert present(system.numbers.find(record.number_hash)).user_id == case[0]


def test_a_document_keeps_its_first_user(system: InMemorySystem, case: tuple[str, str]) -> None:
    record = read_both(system, case[1], ("", "-back"))
    _, other = system.confirmed("berta@applicants.example")
    second = ""
    for side in ("front", "back"):
        second = system.uploads.accept(other, picture(side), side).verification_id
    system.ocr.answers |= {f"{second}.jpg": FRONT, f"{second}-back.jpg": BACK}
    copied = read_both(system, second, ("", "-back"))
    assert copied.number_hash == record.number_hash
    assert present(system.numbers.find(record.number_hash)).user_id == case[0]


@pytest.mark.parametrize("spelling", ["ab 123 456", "AB123456", "Ab123456", "AB-I23456"])
def test_spelling_makes_no_second_document(
    system: InMemorySystem, case: tuple[str, str], spelling: str
) -> None:
    first = read_both(system, case[1], ("", "-back"))
    system.ocr.answers[f"{case[1]}-back.jpg"] = printed(Document_number=spelling)
    assert present(system.reading.read(f"{case[1]}-back.jpg")).number_hash == first.number_hash


def test_a_document_sent_with_and_without_its_zone_is_one(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    first = read_both(system, case[1], ("", "-back"))
    born, expires = date(1991, 3, 14), date(2031, 1, 1)
    holder = Holder("Demosthenous", "Anna", "AB123456", "GRC", "GRC", born, expires)
    lines = [
        {"BlockType": "LINE", "Id": f"z{row}", "Text": text,
         "Geometry": {"BoundingBox": {"Top": 0.7 + row / 10, "Left": 0.1}}}
        for row, text in enumerate(write(Format.TD1, holder))
    ]  # fmt: skip
    system.ocr.answers[f"{case[1]}-back.jpg"] = {"Blocks": lines}
    system.uploads.accept(case[0], picture("back, sharper"), "back")
    again = system.reading.read(f"{case[1]}-back.jpg")
    assert (present(again).mrz_valid, present(again).value("issuer")) == (True, "GRC")
    assert present(again).number_hash == first.number_hash


@pytest.mark.parametrize("name", ["ANNA DEMOSTHENOUS", "anna  demosthenous"])
def test_spelling_makes_no_second_person(
    system: InMemorySystem, case: tuple[str, str], name: str
) -> None:
    first = system.reading.read(f"{case[1]}.jpg")
    system.ocr.answers[f"{case[1]}.jpg"] = printed(
        Name=name, Date_of_birth="14.03.1991", Nationality="GRC"
    )
    system.uploads.accept(case[0], picture("front, sharper"))
    again = system.reading.read(f"{case[1]}.jpg")
    assert present(again).screening_fingerprint == present(first).screening_fingerprint


def test_a_person_is_screened_again_only_when_they_change(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    first = read_both(system, case[1], ("", "-back"))
    system.ocr.answers[f"{case[1]}-back.jpg"] = printed(Document_number="ZZ999999")
    system.uploads.accept(case[0], picture("another back"), "back")
    same = system.reading.read(f"{case[1]}-back.jpg")
    assert present(same).screening_fingerprint == first.screening_fingerprint
    system.ocr.answers[f"{case[1]}.jpg"] = printed(Name="Berta Other", Date_of_birth="14.03.1991")
    system.uploads.accept(case[0], picture("another front"))
    other = system.reading.read(f"{case[1]}.jpg")
    assert present(other).screening_fingerprint != first.screening_fingerprint


def test_a_decided_verification_is_not_read_again(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    system.moved(case[1], State.APPROVED)
    assert system.reading.read(f"{case[1]}.jpg") is None
    assert system.raw.items == {}


def test_a_picture_that_is_gone_is_not_found(system: InMemorySystem, case: tuple[str, str]) -> None:
    system.ocr.answers.clear()
    with pytest.raises(NotFound):
        system.reading.read(f"{case[1]}.jpg")
    assert system.documents.items == {}


def test_an_engine_that_is_away_keeps_nothing_and_is_asked_again(
    system: InMemorySystem, case: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(bucket: str, key: str) -> None:
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(system.ocr, "analyze", away)
        with pytest.raises(Unavailable):
            system.reading.read(f"{case[1]}.jpg")
    assert system.documents.items == {} and system.raw.items == {}
    assert present(system.reading.read(f"{case[1]}.jpg")).value("name") == "Anna Demosthenous"


def test_the_audit_says_what_differs_and_never_what_it_says(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    read_both(system, case[1], ("", "-back"))
    told = json.dumps([e for e in system.audit.entries if e[1] == "document_read"])
    assert "Demosthenous" not in told and "AB123456" not in told and "1991" not in told


def test_a_picture_on_its_side_is_turned_upright_once(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    key = f"{case[1]}.jpg"
    lines = [("Surname", 0.1), ("ROSSI", 0.2)]
    system.ocr.answers[key] = {"Blocks": [on_its_side(text, place) for text, place in lines]}
    sent = system.pictures.get(key)
    record = system.reading.read(key)
    upright = system.pictures.get(key)
    assert Image.open(io.BytesIO(upright)).size == Image.open(io.BytesIO(sent)).size[::-1]
    assert present(record).sha256 == hashlib.sha256(upright).hexdigest()
    raw = json.loads(system.raw.items[f"{case[1]}.json"])
    assert layout.quarter_turns(raw) == 0
    system.ocr.answers.clear()  # the turned picture's own event asks nobody again
    again = system.reading.read(key)
    assert (present(again).fields, present(again).sha256) == (
        present(record).fields,
        present(record).sha256,
    )
    assert system.pictures.get(key) == upright


def on_its_side(text: str, place: float) -> dict[str, Any]:
    """A line of print that runs down the picture's right side."""
    corners = [(1 - place, 0.1), (1 - place, 0.6), (0.9 - place, 0.6), (0.9 - place, 0.1)]
    return {
        "BlockType": "LINE", "Id": text, "Text": text, "Confidence": 99.0,
        "Geometry": {"Polygon": [{"X": x, "Y": y} for x, y in corners]},
    }  # fmt: skip


def test_a_code_on_the_back_is_kept_and_compared(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    system.ocr.answers[f"{case[1]}.jpg"] = printed(
        LN="CARDHOLDER", FN="IMA JANE", DL="I1234568", DOB="08/31/1977", EXP="08/31/2034"
    )
    system.pictures.put(f"{case[1]}-back.jpg", back(tilt=5), "image/jpeg")
    system.ocr.answers[f"{case[1]}-back.jpg"] = {"Blocks": []}
    record = read_both(system, case[1], ("", "-back"))
    assert record.barcode_agrees is True
    assert json.loads(system.raw.items[f"{case[1]}-back.json"])["Codes"]


def test_signs_of_forgery_go_to_a_human_and_are_not_told_to_the_applicant(
    system: InMemorySystem,
) -> None:
    _, user_id = system.confirmed()
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0131] = "Adobe Photoshop 25.9 (Windows)"
    Image.new("RGB", (400, 300), (90, 120, 140)).save(out, "JPEG", exif=exif)
    found = system.uploads.accept(user_id, out.getvalue()).verification_id
    system.ocr.answers[f"{found}.jpg"] = FRONT
    record = system.reading.read(f"{found}.jpg")
    assert present(record).signs == ("edited:front",)
    assert b"Photoshop" not in system.pictures.get(f"{found}.jpg")
    shown = json.dumps(
        [asdict(system.previews.of(user_id, found)), asdict(system.verdicts.view(user_id, found))],
        default=str,
    )
    assert "edited" not in shown
    assert "sign" not in shown


NAMES = {1: "Alexiou", 2: "Brandt", 3: "Costa", 4: "Dimitriou"}


def sent_by(
    system: InMemorySystem, number: int, data: bytes, name: str = ""
) -> tuple[str, DocumentRecord]:
    """Somebody's own account, and their picture; what was read of it."""
    _, user_id = system.confirmed(f"p{number}@applicants.example")
    found = system.uploads.accept(user_id, data).verification_id
    system.ocr.answers[f"{found}.jpg"] = printed(
        Name=name or f"Anna {NAMES[number]}",
        Date_of_birth="14.03.1991",
        Document_number=f"AB{number}",
    )
    return user_id, present(system.reading.read(f"{found}.jpg"))


def patterned(seed: int, quality: int = 95) -> bytes:
    out = io.BytesIO()
    coarse = Image.new("L", (20, 15))
    coarse.putdata([random.Random(seed * 1000 + place).randrange(256) for place in range(300)])
    coarse.resize((800, 600)).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_one_picture_of_one_person_in_two_accounts_is_no_sign_of_forgery(
    system: InMemorySystem,
) -> None:
    assert sent_by(system, 1, patterned(1), "Anna Demosthenous")[1].signs == ()
    assert sent_by(system, 2, patterned(1, quality=60), "Anna Demosthenous")[1].signs == ()


def test_one_picture_with_another_name_is_seen_until_the_first_is_erased(
    system: InMemorySystem,
) -> None:
    first, record = sent_by(system, 1, patterned(1))
    assert record.signs == ()
    assert sent_by(system, 2, patterned(2))[1].signs == ()
    second, again = sent_by(system, 3, patterned(1, quality=60))
    assert again.signs == ("known_of_another:front",)
    # The same person again is nobody else.
    assert present(system.reading.read(f"{record.verification_id}.jpg")).signs == ()
    for user_id in (first, second):
        for use in system.numbers.query("byUser", user_id, 1000):
            system.numbers.delete(use.number_hash)
    assert sent_by(system, 4, patterned(1))[1].signs == ()
