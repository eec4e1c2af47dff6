"""Own lists of faces: an entry names whose face it is, the collection finds who looks the same, and
whoever is erased takes entry and face with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.levels.own_lists import Kind, OwnList
from chalicelib.domain.marks import Mark, MarkKind
from tests.services.applicants.test_duplicate_people import Enrolled
from tests.services.levels.test_deciding_under_levels import published
from tests.services.privacy.erasing import erasure_of
from tests.services.world import World

LISTED = [
    {"name": "deny", "when": "deny_listed", "then": "review", "reason": "fraud_suspected"},
    {"name": "allow", "when": "allow_listed", "then": "review", "reason": "data_mismatch"},
]


class FacesWorld(World):
    """Keeps faces, as `find_same_person` says."""

    def __init__(self) -> None:
        self.collection = Enrolled()
        super().__init__(find_same_person=True)

    def _records(self) -> None:
        self.outside.enrolled_faces = self.collection
        super()._records()

    def listed(self, own_list: OwnList, user_id: str, days: int | None = None) -> str:
        args = (own_list, Kind.FACE, user_id, "", "charge back", "ann", days)
        return self.own_lists.add(*args).entry_hash

    def known(self, email: str = "first@applicants.example") -> str:
        """Somebody whose face is kept."""
        _, user_id, case = self.ready(email)
        self.decisions.consider(case)
        return user_id

    def looks_like(self, *users: str, days: int = 0) -> tuple[str, ...]:
        """Why somebody who looks like these is reviewed."""
        self.collection.alike = users
        self.now.move(days=days)
        case = self.ready()[2]
        self.decisions.consider(case)
        return tuple(self.verifications.get(case).reasons)


@pytest.fixture
def world() -> FacesWorld:
    made = FacesWorld()
    published(made, 2, conditions=LISTED)
    return made


@pytest.mark.parametrize(
    ("own_list", "reason"), [(OwnList.DENY, "fraud_suspected"), (OwnList.ALLOW, "data_mismatch")]
)
def test_who_looks_like_somebody_listed_is_found(
    world: FacesWorld, own_list: OwnList, reason: str
) -> None:
    first = world.known()
    world.listed(own_list, first)
    assert world.looks_like(first) == ("duplicate_person", reason)


def test_who_looks_like_nobody_listed_is_not(world: FacesWorld) -> None:
    world.listed(OwnList.DENY, world.known())
    assert world.looks_like("another-person") == ("duplicate_person",)


def test_the_listed_person_is_found_when_they_come_again(world: FacesWorld) -> None:
    first = world.known()
    world.listed(OwnList.DENY, first)
    assert world.own_lists.standing("", "", "", [first]) == (True, False)


def test_an_entry_ends_in_time_is_removed_and_says_who_listed_it(world: FacesWorld) -> None:
    first = world.known()
    world.listed(OwnList.DENY, first, days=3)
    (entry,) = world.own_lists.of_list(OwnList.DENY)
    assert (entry.kind, entry.reason, entry.author) == ("face", "charge back", "ann")
    assert first not in str(entry) and first not in str(world.audit.read("own-lists"))
    world.now.move(days=3)
    assert world.own_lists.standing("", "", "", [first]) == (False, False)
    entry_hash = world.listed(OwnList.DENY, first)
    world.own_lists.remove(entry_hash, "bea")
    assert world.own_lists.standing("", "", "", [first]) == (False, False)
    assert world.audit.read("own-lists")[-1]["facts"]["by"] == "bea"


def test_whoever_is_erased_takes_entry_and_face_with_them(world: FacesWorld) -> None:
    first = world.known()
    world.listed(OwnList.DENY, first)
    world.now.move(days=40)  # the session that names the face is gone
    world.sessions.items.clear()
    receipt = erasure_of(world).erase(first)
    assert (receipt.erased["enrolledFaces"], receipt.erased["listedFaces"]) == (1, 1)
    assert world.collection.kept == {}
    assert world.own_lists.of_list(OwnList.DENY) == ()
    assert world.audit.read("own-lists")[-1]["facts"]["by"] == "erasure"


def test_who_is_erased_while_their_face_is_enrolled_leaves_none(world: FacesWorld) -> None:
    known = world.app.known_faces
    assert known is not None
    end = world.now() + timedelta(days=9)
    world.marks.put(Mark("somebody", MarkKind.ERASED, world.now(), end))
    with pytest.raises(Conflict):
        known.enrol("frames", "f1.jpg", "somebody")
    assert world.collection.kept == {} and known.of("somebody") == ()


def test_every_face_of_a_person_is_known_once(world: FacesWorld) -> None:
    known = world.app.known_faces
    assert known is not None
    first = [known.enrol("frames", "f1.jpg", "somebody") for _ in range(2)]
    assert known.of("somebody") == tuple(first)
    assert known.forget_all("somebody", (first[0], "another")) == 3
    assert known.of("somebody") == () and world.collection.kept == {}


@pytest.mark.parametrize("value", ["", "../x", "a" * 65])
def test_what_is_no_id_names_no_face(world: FacesWorld, value: str) -> None:
    with pytest.raises(BadRequest) as raised:
        world.listed(OwnList.DENY, value)
    assert raised.value.code == "own_list_value"


def test_a_face_that_is_not_kept_cannot_be_listed(world: FacesWorld) -> None:
    with pytest.raises(Conflict) as raised:
        world.listed(OwnList.DENY, "nobody-we-know")
    assert raised.value.code == "own_list_no_face"
    assert world.own_lists.of_list(OwnList.DENY) == ()


def test_a_level_that_asks_for_a_living_face_alone_may_ask_the_lists(world: FacesWorld) -> None:
    first = world.known()
    world.listed(OwnList.DENY, first)
    world.collection.alike = (first,)
    case = world.ready()[2]
    verification = world.verifications.get(case)
    level = world.levels.pinned(verification.level_key)
    found = world.decisions._living(verification, (level,))
    assert found and found[1].deny_listed
