"""The collection of enrolled faces, over the local engine in Rekognition's shapes."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from PIL import Image

from chalicelib.adapters.liveness.face_collection import RekognitionCollection
from chalicelib.domain.errors import NotFound
from local.pictures import face


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def people(rekognition: Any, shelf: dict[str, bytes]) -> RekognitionCollection:
    for name in ("astronaut", "stranger-1", "stranger-1-third", "stranger-2"):
        shelf[f"faces/{name}"] = jpeg(face(name))
    shelf["faces/wall"] = jpeg(Image.new("RGB", (300, 300), (90, 120, 90)))
    return RekognitionCollection(rekognition, f"people-{uuid.uuid4()}")


def test_before_the_first_enrolment_nobody_is_found(people: RekognitionCollection) -> None:
    assert people.search("faces", "astronaut", 80) == ()
    people.forget("11111111-1111-1111-1111-111111111111")


def test_an_enrolled_person_is_found_in_another_picture(people: RekognitionCollection) -> None:
    for name in ("astronaut", "stranger-1", "stranger-2"):
        assert people.enrol("faces", name, f"user-{name}")
    assert people.search("faces", "stranger-1-third", 80) == ("user-stranger-1",)
    assert people.search("faces", "astronaut", 99) == ("user-astronaut",)


def test_the_threshold_is_a_similarity_from_0_to_100(people: RekognitionCollection) -> None:
    people.enrol("faces", "stranger-1", "one")
    people.enrol("faces", "stranger-2", "two")
    assert people.search("faces", "stranger-1", 0) == ("one", "two")  # the likest first
    assert people.search("faces", "stranger-1", 95) == ("one",)
    assert people.search("faces", "stranger-1-third", 99.99) == ()


def test_a_picture_without_a_face_enrols_and_finds_nobody(people: RekognitionCollection) -> None:
    assert people.enrol("faces", "wall", "nobody") == ""
    assert people.search("faces", "wall", 80) == ()


def test_who_is_forgotten_is_not_found(people: RekognitionCollection) -> None:
    kept = people.enrol("faces", "astronaut", "one")
    people.forget(kept)
    people.forget(kept)
    assert people.search("faces", "astronaut", 80) == ()


def test_a_missing_picture_is_not_taken_for_a_missing_face(people: RekognitionCollection) -> None:
    people.enrol("faces", "astronaut", "one")
    with pytest.raises(NotFound):
        people.search("faces", "gone", 80)
