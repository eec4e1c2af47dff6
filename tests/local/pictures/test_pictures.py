"""Drawn documents and live frames are what they say, and the same again for the same seed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from local.pictures import Person, document, face, selfies
from local.pictures.own import frames_of, read_person
from local.pictures.portraits import FACES, names
from local.vision import landmarks
from local.vision.protocol import decoded

ANNA = Person("Anna", "Demosthenous", "1991-03-14", "GRC")


def test_the_same_seed_draws_the_same_picture() -> None:
    one = document("id_card", ANNA, face("astronaut"), seed=9, level=3)
    assert document("id_card", ANNA, face("astronaut"), seed=9, level=3) == one
    assert document("id_card", ANNA, face("astronaut"), seed=10, level=3) != one


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize("kind", ["id_card", "driving_licence", "passport"])
def test_the_portrait_on_a_document_can_be_found(kind: str, level: int) -> None:
    picture = decoded(document(kind, ANNA, face("astronaut"), seed=1, level=level))  # type: ignore[arg-type]
    faces = landmarks.find(picture)
    mine = np.asarray(face("astronaut"), dtype=np.uint8)
    own = landmarks.descriptor(mine, landmarks.find(mine)[0])
    assert landmarks.similarity(own, landmarks.descriptor(picture, faces[0])) > 90


def test_a_card_has_a_front_and_a_back() -> None:
    front = document("id_card", ANNA, face("astronaut"))
    back = document("id_card", ANNA, face("astronaut"), side="back")
    assert landmarks.find(decoded(front)) and not landmarks.find(decoded(back))


def test_what_is_not_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="library_card"):
        document("library_card", ANNA, face("astronaut"))  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="nobody"):
        face("nobody")


def test_a_person_keeps_their_number() -> None:
    assert (
        ANNA.document_number == Person("Anna", "Demosthenous", "1991-03-14", "GRC").document_number
    )
    assert (
        ANNA.document_number != Person("Anne", "Demosthenous", "1991-03-14", "GRC").document_number
    )


def test_no_two_live_frames_are_the_same() -> None:
    frames = selfies(face("astronaut"), seed=2)
    pictures = [picture for shots in frames.values() for picture in shots]
    assert len(set(pictures)) == len(pictures) == 21
    assert all(len(picture) < 1_000_000 for picture in pictures)


def test_a_portrait_without_a_face_makes_no_frames() -> None:
    with pytest.raises(ValueError, match="no face"):
        selfies(Image.new("RGB", (300, 300)))


def test_every_portrait_has_a_source() -> None:
    sources = (FACES / "SOURCES.md").read_text()
    for name in names():
        assert f"`{name}.jpg`" in sources
        assert (FACES / f"{name}.jpg").stat().st_size <= 400_000


def test_one_s_own_document_is_read() -> None:
    person = read_person(document("td3", ANNA, face("astronaut"), level=1))
    assert (person.name, person.born, person.nationality) == (
        "Anna Demosthenous",
        "1991-03-14",
        "GRC",
    )
    assert any("documentNumber" in line for line in person.report)


def test_an_unreadable_document_says_what_is_missing() -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(out, "JPEG")
    with pytest.raises(ValueError, match="dateOfBirth"):
        read_person(out.getvalue())


def test_one_s_own_pictures_come_first_and_the_rest_is_made(tmp_path: Path) -> None:
    mine = selfies(face("stranger-1"), seed=1)
    for number, picture in enumerate(mine["blink"]):
        (tmp_path / f"Blink {number}.jpg").write_bytes(picture)
    (tmp_path / "notes.txt").write_text("not a picture")
    frames = frames_of(tmp_path, document("id_card", ANNA, face("stranger-1")))
    shown = np.asarray(Image.open(io.BytesIO(frames("blink", 0))), dtype=np.int16)
    sent = np.asarray(Image.open(io.BytesIO(mine["blink"][0])), dtype=np.int16)
    assert np.abs(shown - sent).mean() < 4  # encoded anew, else the same
    made = {frames(gesture, n) for gesture in ("neutral", "turn_left") for n in range(3)}
    assert len(made) == 6
