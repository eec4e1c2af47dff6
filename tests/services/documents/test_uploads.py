"""Pictures of documents: what is taken, what is refused, and that nothing refused is kept."""

import io

import pytest
from PIL import Image, PngImagePlugin

from chalicelib.domain.errors import BadRequest, Conflict, NotFound
from chalicelib.domain.verifications.verification import State
from chalicelib.services.documents.uploads import INCOMING, object_key, parse_key
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture

USER = "00000000-0000-4000-9000-00000000000a"


@pytest.mark.parametrize("side", ["front", "back"])
@pytest.mark.parametrize("prefix", ["", INCOMING])
def test_keys_and_sides_belong_together(side: str, prefix: str) -> None:
    ident = "6b1f9c8e-2f4e-4e0a-9a77-1d8c0d8f3b21"
    assert parse_key(prefix + object_key(ident, side)) == (ident, side)


def test_a_picture_opens_a_verification_and_is_kept_clean(system: InMemorySystem) -> None:
    sent = picture("a mark that must not survive")
    answer = system.uploads.accept(USER, sent)
    kept = system.pictures.items.pop(f"{answer.verification_id}.jpg")
    [(beside, facts)] = system.pictures.items.items()
    assert beside == f"{answer.verification_id}.facts" and b"a mark" not in facts
    assert b"a mark" not in kept and kept.startswith(b"\xff\xd8\xff")
    verification = system.verifications.get(answer.verification_id)
    assert (verification.state, verification.sides) == (State.IN_PROGRESS, ("front",))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_no_metadata_survives(system: InMemorySystem, kind: str) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a mark in Exif"
    text = PngImagePlugin.PngInfo()
    for key in ("comment", "Description", "XML:com.adobe.xmp"):
        text.add_text(key, "a mark in text")
    more = {"comment": b"a mark", "xmp": b"a mark"} if kind == "JPEG" else {"pnginfo": text}
    plain = Image.new("RGB", (400, 300))
    plain.save(out, kind, exif=exif, icc_profile=b"a mark of colour", **more)
    system.uploads.accept(USER, out.getvalue() + b"a mark behind the end")
    assert len(system.pictures.items) == 2
    assert all(b"a mark" not in kept for kept in system.pictures.items.values())


def test_front_and_back_belong_to_one_verification_in_any_order(system: InMemorySystem) -> None:
    first = system.uploads.accept(USER, picture(), "back")
    second = system.uploads.accept(USER, picture(), "front")
    assert first.verification_id == second.verification_id
    assert system.verifications.get(first.verification_id).sides == ("back", "front")


def test_front_and_back_at_once_are_both_noted(system: InMemorySystem) -> None:
    system.meanwhile(State.IN_PROGRESS, lambda: system.uploads.accept(USER, picture(), "back"))
    answer = system.uploads.accept(USER, picture(), "front")
    assert system.verifications.get(answer.verification_id).sides == ("back", "front")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image_type_unsupported"),
        (b"GIF89a", "image_type_unsupported"),
        (b"%PDF-1.7", "image_type_unsupported"),
        (picture()[:-200], "image_unreadable"),
        (picture(size=(299, 400)), "image_too_small"),
        (b"\xff\xd8\xff" + b"0" * 4_400_000, "image_too_large"),  # Lambda takes 6 MB as Base64
    ],
)
def test_what_is_no_picture_of_a_document_leaves_no_trace(
    system: InMemorySystem, data: bytes, code: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        system.uploads.accept(USER, data)
    assert caught.value.code == code
    assert system.pictures.items == {} and system.verification_store.items == {}


def test_what_is_too_large_to_be_sent_directly_has_a_form(system: InMemorySystem) -> None:
    assert system.uploads.form(USER, "image/jpeg", 9_000_000, "front").form


def test_a_side_nobody_knows_is_refused(system: InMemorySystem) -> None:
    with pytest.raises(BadRequest) as caught:
        system.uploads.accept(USER, picture(), "../other")
    assert caught.value.code == "side_invalid"


@pytest.mark.parametrize(
    ("kind", "size", "code"),
    [
        ("application/pdf", 10, "image_type_unsupported"),
        ("image/png", 0, "image_too_large"),
        ("image/png", 10_000_001, "image_too_large"),
    ],
)
def test_a_form_is_given_only_for_a_picture_of_a_sane_size(
    system: InMemorySystem, kind: str, size: int, code: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        system.uploads.form(USER, kind, size, "front")
    assert caught.value.code == code
    assert system.verification_store.items == {}


def posted(
    system: InMemorySystem, data: bytes | None = None, side: str = "front"
) -> tuple[str, str]:
    """A picture that came by a form; its key in the bucket."""
    answer = system.uploads.form(USER, "image/jpeg", 1000, side)
    key = present(answer.form)["fields"]["key"]
    system.pictures.items[key] = data or picture()
    return answer.verification_id, key


def test_a_posted_picture_moves_to_its_place(system: InMemorySystem) -> None:
    verification_id, key = posted(system)
    assert system.verifications.get(verification_id).sides == ()
    system.uploads.admit(key)
    assert set(system.pictures.items) == {f"{verification_id}.facts", f"{verification_id}.jpg"}
    assert system.verifications.get(verification_id).sides == ("front",)


def test_a_posted_picture_that_is_none_vanishes_and_is_noted(system: InMemorySystem) -> None:
    verification_id, key = posted(system, b"MZ an executable")
    system.uploads.admit(key)
    assert system.pictures.items == {}
    assert system.audit.entries[-1] == (
        verification_id, "refused", {"code": "image_type_unsupported"}
    )  # fmt: skip


def test_an_event_that_comes_twice_is_done_once(system: InMemorySystem) -> None:
    verification_id, key = posted(system)
    system.uploads.admit(key)
    with pytest.raises(NotFound):
        system.uploads.admit(key)
    assert system.verifications.get(verification_id).sides == ("front",)


def test_a_fault_while_admitting_is_made_up_for_by_the_next_delivery(
    system: InMemorySystem,
) -> None:
    verification_id, key = posted(system)

    def fails() -> None:
        raise TimeoutError

    system.meanwhile(State.IN_PROGRESS, fails)
    with pytest.raises(TimeoutError):
        system.uploads.admit(key)
    system.uploads.admit(key)
    assert system.verifications.get(verification_id).sides == ("front",)
    assert set(system.pictures.items) == {f"{verification_id}.facts", f"{verification_id}.jpg"}


def test_a_posted_picture_after_the_decision_vanishes(system: InMemorySystem) -> None:
    verification_id, key = posted(system)
    system.moved(verification_id, State.APPROVED)
    system.uploads.admit(key)
    assert system.pictures.items == {}


@pytest.mark.parametrize("state", [State.PROCESSING])
def test_no_picture_is_taken_while_faces_are_compared(system: InMemorySystem, state: State) -> None:
    verification_id = system.uploaded(USER)
    system.moved(verification_id, state)
    with pytest.raises(Conflict) as caught:
        system.uploads.accept(USER, picture())
    assert caught.value.code == "verification_closed"


def test_after_a_decision_a_picture_opens_the_next_attempt(system: InMemorySystem) -> None:
    first = system.uploaded(USER)
    system.now.move(minutes=1)
    system.verifications.move(system.verifications.get(first), State.REJECTED)
    second = system.uploaded(USER)
    assert second != first
    assert system.verifications.get(second).attempt == 2


def test_a_verification_that_waited_too_long_is_not_used_again(system: InMemorySystem) -> None:
    first = system.uploaded(USER)
    system.now.move(days=7)
    assert system.uploaded(USER) != first
