"""Faces are found, posed and compared in Rekognition's shapes, with Rekognition's errors."""

from __future__ import annotations

import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from chalicelib.adapters.aws.vision import RekognitionFaces
from chalicelib.domain.liveness.liveness import ASKED, Challenge, FaceSeen, Gesture, judge
from local.pictures import Person, document, face, selfies
from local.pictures.portraits import stills
from local.vision.landmarks import find

ANNA = Person("Anna", "Demosthenous", "1991-03-14", "GRC")
Observed = dict[tuple[str, int], tuple[FaceSeen, ...]]
SESSION = tuple(Challenge(gesture, gesture) for gesture in (Gesture.NEUTRAL, *ASKED))


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def photo(name: str) -> bytes:
    return jpeg(face(name))


@pytest.fixture(scope="module")
def frames() -> dict[str, tuple[bytes, ...]]:
    return selfies(face("astronaut"), seed=5)


def observed(rekognition: Any, shelf: dict[str, bytes], frames: Any) -> Observed:
    faces, seen = RekognitionFaces(rekognition), {}
    for gesture, pictures in frames.items():
        for number, picture in enumerate(pictures):
            shelf[f"frames/{gesture}-{number}.jpg"] = picture
            seen[gesture, number] = faces.observe("frames", f"{gesture}-{number}.jpg")
    return seen


@pytest.fixture(scope="module")
def seen(rekognition: Any, shelf: dict[str, bytes], frames: Any) -> Observed:
    """Each live frame's faces, as the product sees them, by (gesture, number)."""
    return observed(rekognition, shelf, frames)


def judged(seen: Observed, session: Any, shown: dict[str, str] | None = None) -> tuple[str, ...]:
    """The reasons of a session whose challenges are answered by the gestures in `shown`."""
    return judge(
        session,
        [
            seen[(shown or {}).get(c.gesture, c.gesture), n]
            for c in session
            for n in range(c.frames)
        ],
    )


def test_every_gesture_is_seen(seen: Observed) -> None:
    assert judged(seen, SESSION) == ()


@pytest.mark.parametrize("asked", ASKED)
def test_a_gesture_does_not_pass_for_another(seen: Observed, asked: Gesture) -> None:
    for other in (g for g in ASKED if g is not asked):
        session = (SESSION[0], Challenge(asked, asked))
        assert judged(seen, session, {asked: other}) == (f"gesture_not_seen:{asked}",)


def test_a_still_photograph_shows_no_gesture(rekognition: Any, shelf: dict[str, bytes]) -> None:
    shown = observed(rekognition, shelf, stills(face("astronaut"), seed=3))
    reasons = judged(shown, SESSION)
    assert set(reasons) == {f"gesture_not_seen:{gesture}" for gesture in ASKED}


@pytest.mark.parametrize("kind", ["id_card", "td3"])
def test_live_frames_match_one_s_own_document_only(
    rekognition: Any, shelf: dict[str, bytes], frames: dict[str, tuple[bytes, ...]], kind: Any
) -> None:
    faces = RekognitionFaces(rekognition)

    def alike(name: str, gesture: str) -> float:
        found = faces.compare(("docs", name), ("docs", gesture))
        assert found and found.place[0] < 0.5  # the document's portrait is on its left
        return found.similarity

    shelf["docs/own.jpg"] = document(kind, ANNA, face("astronaut"), 4, level=2)
    for number, stranger in enumerate(("stranger-1", "stranger-2")):
        shelf[f"docs/{number}.jpg"] = document(kind, ANNA, face(stranger), 4, level=2)
    for gesture, pictures in frames.items():
        shelf[f"docs/{gesture}"] = pictures[0]
        assert alike("own.jpg", gesture) >= 85, gesture
        for number in range(2):
            assert alike(f"{number}.jpg", gesture) < 60, gesture


def test_pictures_taken_years_apart_match(rekognition: Any) -> None:
    answer = rekognition.compare_faces(
        SourceImage={"Bytes": photo("stranger-1")},
        TargetImage={"Bytes": photo("stranger-1-other")},
    )
    assert answer["FaceMatches"][0]["Similarity"] >= 80
    assert answer["UnmatchedFaces"] == []


def test_a_group_is_split_into_matches_and_others(rekognition: Any) -> None:
    one, other = face("stranger-1"), face("stranger-2")
    group = Image.new("RGB", (one.width + other.width, max(one.height, other.height)))
    group.paste(one, (0, 0))
    group.paste(other, (one.width, 0))
    source, target = {"Bytes": photo("stranger-2")}, {"Bytes": jpeg(group)}
    answer = rekognition.compare_faces(SourceImage=source, TargetImage=target)
    assert len(answer["FaceMatches"]) == len(answer["UnmatchedFaces"]) == 1
    assert answer["FaceMatches"][0]["Face"]["BoundingBox"]["Left"] > 0.5
    none = rekognition.compare_faces(
        SourceImage={"Bytes": photo("astronaut")}, TargetImage=target, SimilarityThreshold=99
    )
    assert none["FaceMatches"] == [] and len(none["UnmatchedFaces"]) == 2
    assert len(rekognition.detect_faces(Image=target)["FaceDetails"]) == 2


def test_optional_attributes_come_when_asked_for(rekognition: Any) -> None:
    picture = {"Bytes": photo("astronaut")}
    plain = rekognition.detect_faces(Image=picture)["FaceDetails"][0]
    full = rekognition.detect_faces(Image=picture, Attributes=["ALL"])["FaceDetails"][0]
    assert "EyesOpen" not in plain and "Smile" not in plain
    assert {"BoundingBox", "Confidence", "Landmarks", "Pose", "Quality"} <= set(plain)
    assert full["EyesOpen"]["Value"] and full["EyesOpen"]["Confidence"] > 90
    assert full["Smile"]["Value"]


def test_turning_left_is_towards_the_subject_s_left(
    rekognition: Any, frames: dict[str, tuple[bytes, ...]]
) -> None:
    def yaw(gesture: str) -> float:
        details = rekognition.detect_faces(Image={"Bytes": frames[gesture][0]})["FaceDetails"]
        return float(details[0]["Pose"]["Yaw"])

    assert yaw("turn_right") < yaw("neutral") - 12
    assert yaw("turn_left") > yaw("neutral") + 12


def test_a_picture_asked_for_by_several_at_once_is_measured_once(
    rekognition: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: Counter[int] = Counter()

    def find_slowly(picture: Any) -> Any:
        looked[picture.shape[0]] += 1
        return find(picture)

    monkeypatch.setattr("local.vision.landmarks.find", find_slowly)
    new = {"Bytes": jpeg(face("astronaut").rotate(1.5))}  # nobody has asked for it before

    def ask(number: int) -> Any:
        if number % 2:
            return rekognition.detect_faces(Image=new, Attributes=["ALL"])["FaceDetails"]
        return rekognition.compare_faces(SourceImage=new, TargetImage=new)["FaceMatches"]

    with ThreadPoolExecutor(8) as several:
        answers = list(several.map(ask, range(8)))
    assert all(len(each) == 1 for each in answers)
    assert list(looked.values()) == [1]


def test_darkness_is_measured(rekognition: Any) -> None:
    bright = face("astronaut")
    dark = bright.point(lambda level: level // 5)

    def brightness(picture: Image.Image) -> float:
        details = rekognition.detect_faces(Image={"Bytes": jpeg(picture)})["FaceDetails"]
        return float(details[0]["Quality"]["Brightness"])

    assert brightness(dark) < 15 < brightness(bright)


def test_a_picture_without_a_face(rekognition: Any, shelf: dict[str, bytes]) -> None:
    empty = jpeg(Image.new("RGB", (400, 400), (120, 130, 140)))
    assert rekognition.detect_faces(Image={"Bytes": empty})["FaceDetails"] == []
    shelf["docs/empty"], shelf["docs/photo"] = empty, photo("astronaut")
    for source, target in (("empty", "photo"), ("photo", "empty")):
        assert RekognitionFaces(rekognition).compare(("docs", source), ("docs", target)) is None


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ({"Bytes": b"GIF89a no picture"}, "InvalidImageFormatException"),
        ({"Bytes": b"\xff\xd8\xff\xe0 cut short"}, "InvalidImageFormatException"),
        ({"Bytes": b"\xff\xd8\xff" + bytes(5 * 1024 * 1024)}, "ImageTooLargeException"),
        ({"S3Object": {"Bucket": "bbb", "Name": "gone.jpg"}}, "InvalidS3ObjectException"),
        ({}, "InvalidParameterException"),
    ],
)
def test_refusals_are_rekognition_s_exceptions(
    rekognition: Any, place: dict[str, Any], error: str
) -> None:
    with pytest.raises(getattr(rekognition.exceptions, error)):
        rekognition.detect_faces(Image=place)


def test_a_collection_finds_an_enrolled_person_again(rekognition: Any) -> None:
    rekognition.create_collection(CollectionId="people")
    with pytest.raises(rekognition.exceptions.ResourceAlreadyExistsException):
        rekognition.create_collection(CollectionId="people")
    for name in ("astronaut", "stranger-1", "stranger-2"):
        rekognition.index_faces(
            CollectionId="people", Image={"Bytes": photo(name)}, ExternalImageId=name, MaxFaces=1
        )
    again = {"Bytes": photo("stranger-1-third")}
    found = rekognition.search_faces_by_image(CollectionId="people", Image=again)["FaceMatches"]
    assert [match["Face"]["ExternalImageId"] for match in found] == ["stranger-1"]
    face_id = found[0]["Face"]["FaceId"]
    gone = rekognition.delete_faces(CollectionId="people", FaceIds=[face_id])
    assert gone["DeletedFaces"] == [face_id]
    after = rekognition.search_faces_by_image(CollectionId="people", Image=again)
    assert after["FaceMatches"] == []
    rekognition.delete_collection(CollectionId="people")
    with pytest.raises(rekognition.exceptions.ResourceNotFoundException):
        rekognition.list_faces(CollectionId="people")


@pytest.mark.parametrize("cloth", [(90, 140, 190), (238, 240, 245), (60, 120, 80)])
def test_a_mask_is_seen_and_a_bare_face_has_none(
    rekognition: Any, shelf: dict[str, bytes], seen: Observed, cloth: tuple[int, int, int]
) -> None:
    shelf["faces/masked"] = jpeg(masked(face("stranger-1"), cloth))
    [covered] = RekognitionFaces(rekognition).observe("faces", "masked")
    assert covered.occluded and covered.occluded_confidence >= 80
    assert judge((Challenge("n", Gesture.NEUTRAL, 1),), [(covered,)]) == ("face_occluded",)
    assert not any(faces[0].occluded for faces in seen.values())


def masked(portrait: Image.Image, cloth: tuple[int, int, int]) -> Image.Image:
    """The portrait with a cloth from the nose to the chin."""
    found = find(np.asarray(portrait, dtype=np.uint8))[0]
    one, other = found.eyes
    along = (other - one) / found.unit
    down = np.array([-along[1], along[0]])
    shape = [
        (-0.8, 0.45),
        (0, 0.3),
        (0.8, 0.45),
        (0.75, 1.3),
        (0.3, 1.8),
        (-0.3, 1.8),
        (-0.75, 1.3),
    ]
    corners = [(one + other) / 2 + (along * x + down * y) * found.unit for x, y in shape]
    worn = portrait.copy()
    ImageDraw.Draw(worn).polygon([(float(x), float(y)) for x, y in corners], fill=cloth)
    return worn
