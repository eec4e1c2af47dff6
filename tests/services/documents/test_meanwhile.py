"""Pictures that are sent and read while somebody else changes, ends or erases what they are of."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.documents.test_documents import FRONT
from tests.services.in_memory import InMemorySystem, picture, printed
from tests.services.meanwhile import Busy, after, changed

USER = "00000000-0000-4000-9000-00000000000a"


@pytest.fixture
def case(system: InMemorySystem) -> tuple[str, str]:
    """(user, verification) with a front that can be read."""
    _, user_id = system.confirmed()
    found = system.uploaded(user_id)
    system.ocr.answers = {f"{found}.jpg": FRONT, f"{found}-back.jpg": printed(Surname="X")}
    return user_id, found


def code(act: Any, *words: Any) -> str:
    with pytest.raises(Conflict) as caught:
        act(*words)
    return str(caught.value.code)


def test_what_was_read_is_kept_although_somebody_changed_the_attempt_meanwhile(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    store = system.verification_store
    after(system.documents, "find", lambda: changed(store, case[1]))
    record = system.reading.read(f"{case[1]}.jpg")
    assert system.documents.get(case[1]) == record
    assert [e[1] for e in system.audit.entries].count("document_read") == 1


def test_reading_gives_up_with_a_word_where_somebody_else_is_always_first(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    busy = Busy(system.verification_store)
    assert code(system.reading.read, f"{case[1]}.jpg") == "changed_meanwhile"
    assert busy.looks >= 20
    assert system.documents.find(case[1]) is None


def test_a_picture_gives_up_with_a_word_where_somebody_else_is_always_first(
    system: InMemorySystem,
) -> None:
    busy = Busy(system.verification_store)
    assert code(system.uploads.accept, USER, picture()) == "changed_meanwhile"
    assert busy.looks >= 20
    [verification] = system.verification_store.each("byUser", USER)
    assert (verification.state, verification.sides) == (State.CREATED, ())


def test_a_picture_of_who_is_erased_while_it_is_stored_moves_nothing(
    system: InMemorySystem,
) -> None:
    after(system.pictures, "put", lambda: system.verifications.mark_erased(USER))
    assert code(system.uploads.accept, USER, picture()) == "person_erased"
    [verification] = system.verification_store.each("byUser", USER)
    assert verification.state is State.CREATED


def test_a_second_picture_by_the_same_form_vanishes_unread(system: InMemorySystem) -> None:
    answer = system.uploads.form(USER, "image/jpeg", 1000, "front")
    key = present(answer.form)["fields"]["key"]
    system.pictures.items[key] = picture("first")
    system.uploads.admit(key, "version-1")
    kept = dict(system.pictures.items)
    system.pictures.items[key] = picture("second")
    system.uploads.admit(key, "version-2")
    assert system.pictures.items == kept
    subject, kind, facts = system.audit.entries[-1]
    assert (subject, kind) == (answer.verification_id, "refused")
    assert facts == {"code": "form_used", "versions": 1}


def test_a_back_is_read_before_any_front_is_there(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    found = system.uploads.accept(user_id, picture("back"), "back").verification_id
    system.ocr.answers = {f"{found}-back.jpg": FRONT}
    record = system.reading.read(f"{found}-back.jpg")
    assert present(record).value("name") == "Anna Demosthenous"
    assert (present(record).sha256, present(record).picture_print, present(record).signs) == (
        "",
        "",
        (),
    )


def _word(name: str, text: str, height: float) -> dict[str, Any]:
    corners = ((0.1, 0.5), (0.2, 0.5), (0.2, 0.5 + height), (0.1, 0.5 + height))
    geometry = {"Polygon": [{"X": x, "Y": y} for x, y in corners]}
    return {
        "BlockType": "WORD", "Id": name, "Text": text, "Confidence": 99.0, "Geometry": geometry,
    }  # fmt: skip


@pytest.mark.parametrize(("height", "signs"), [(0.02, ()), (0.06, ("uneven_words:front",))])
def test_a_line_whose_words_are_of_different_height_is_a_sign(
    system: InMemorySystem, case: tuple[str, str], height: float, signs: tuple[str, ...]
) -> None:
    words = [_word("u1", "DEMOSTHENOUS", 0.02), _word("u2", "ANNA", height)]
    line = {
        "BlockType": "LINE", "Id": "u0", "Text": "DEMOSTHENOUS ANNA", "Confidence": 99.0,
        "Relationships": [{"Type": "CHILD", "Ids": ["u1", "u2"]}],
    }  # fmt: skip
    answer = {**FRONT, "Blocks": [*FRONT["Blocks"], line, *words]}
    system.ocr.answers[f"{case[1]}.jpg"] = answer
    assert present(system.reading.read(f"{case[1]}.jpg")).signs == signs


def test_a_page_of_another_kind_asks_for_another_document(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    system.read(found, differences=("documentType:visa",))
    assert system.previews.of(user_id, found).advice == ("use_another_document",)


def test_who_has_sent_the_back_is_not_asked_for_it(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    system.uploads.accept(user_id, picture("back"), "back")
    system.read(found, missing=("documentNumber",))
    assert system.previews.of(user_id, found).advice == ("take_again",)
