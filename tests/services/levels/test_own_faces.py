"""Own lists of faces: an entry names whose face it is, the collection finds who looks the same, and
whoever is erased takes entry and face with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.levels.own_lists import Kind, OwnList
from chalicelib.domain.marks import Mark, MarkKind
from tests.services.applicants.test_duplicate_people import Enrolled
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published
from tests.services.privacy.erasing import erasure_of

LISTED = [
    {"name": "deny", "when": "deny_listed", "then": "review", "reason": "fraud_suspected"},
    {"name": "allow", "when": "allow_listed", "then": "review", "reason": "data_mismatch"},
]


class FacesSystem(InMemorySystem):
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
def system() -> FacesSystem:
    made = FacesSystem()
    published(made, 2, conditions=LISTED)
    return made


@pytest.mark.parametrize(
    ("own_list", "reason"), [(OwnList.DENY, "fraud_suspected"), (OwnList.ALLOW, "data_mismatch")]
)
def test_who_looks_like_somebody_listed_is_found(
    system: FacesSystem, own_list: OwnList, reason: str
) -> None:
    first = system.known()
    system.listed(own_list, first)
    assert system.looks_like(first) == ("duplicate_person", reason)


def test_who_looks_like_nobody_listed_is_not(system: FacesSystem) -> None:
    system.listed(OwnList.DENY, system.known())
    assert system.looks_like("another-person") == ("duplicate_person",)


def test_the_listed_person_is_found_when_they_come_again(system: FacesSystem) -> None:
    first = system.known()
    system.listed(OwnList.DENY, first)
    assert system.own_lists.standing("", "", "", [first]) == (True, False)


def test_an_entry_ends_in_time_is_removed_and_says_who_listed_it(system: FacesSystem) -> None:
    first = system.known()
    system.listed(OwnList.DENY, first, days=3)
    (entry,) = system.own_lists.of_list(OwnList.DENY)
    assert (entry.kind, entry.reason, entry.author) == ("face", "charge back", "ann")
    assert first not in str(entry) and first not in str(system.audit.read("own-lists"))
    system.now.move(days=3)
    assert system.own_lists.standing("", "", "", [first]) == (False, False)
    entry_hash = system.listed(OwnList.DENY, first)
    system.own_lists.remove(entry_hash, "bea")
    assert system.own_lists.standing("", "", "", [first]) == (False, False)
    assert system.audit.read("own-lists")[-1]["facts"]["by"] == "bea"


def test_whoever_is_erased_takes_entry_and_face_with_them(system: FacesSystem) -> None:
    first = system.known()
    system.listed(OwnList.DENY, first)
    system.now.move(days=40)  # the session that names the face is gone
    system.sessions.items.clear()
    receipt = erasure_of(system).erase(first)
    assert (receipt.erased["enrolledFaces"], receipt.erased["listedFaces"]) == (1, 1)
    assert system.collection.kept == {}
    assert system.own_lists.of_list(OwnList.DENY) == ()
    assert system.audit.read("own-lists")[-1]["facts"]["by"] == "erasure"


def test_who_is_erased_while_their_face_is_enrolled_leaves_none(system: FacesSystem) -> None:
    known = system.app.known_faces
    assert known is not None
    end = system.now() + timedelta(days=9)
    system.marks.put(Mark("somebody", MarkKind.ERASED, system.now(), end))
    with pytest.raises(Conflict):
        known.enrol("frames", "f1.jpg", "somebody")
    assert system.collection.kept == {} and known.of("somebody") == ()


def test_a_picture_without_a_face_that_can_be_kept_is_nobodys(
    system: FacesSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = system.app.known_faces
    assert known is not None
    monkeypatch.setattr(system.collection, "enrol", lambda *picture: "")
    assert known.enrol("frames", "f1.jpg", "somebody") == ""
    assert known.of("somebody") == () and not system.marks.find("somebody", MarkKind.FACES)


def test_every_face_of_a_person_is_known_once(system: FacesSystem) -> None:
    known = system.app.known_faces
    assert known is not None
    first = [known.enrol("frames", "f1.jpg", "somebody") for _ in range(2)]
    assert known.of("somebody") == tuple(first)
    assert known.forget_all("somebody", (first[0], "another")) == 3
    assert known.of("somebody") == () and system.collection.kept == {}


@pytest.mark.parametrize("value", ["", "../x", "a" * 65])
def test_what_is_no_id_names_no_face(system: FacesSystem, value: str) -> None:
    with pytest.raises(BadRequest) as raised:
        system.listed(OwnList.DENY, value)
    assert raised.value.code == "own_list_value"


def test_a_face_that_is_not_kept_cannot_be_listed(system: FacesSystem) -> None:
    with pytest.raises(Conflict) as raised:
        system.listed(OwnList.DENY, "nobody-we-know")
    assert raised.value.code == "own_list_no_face"
    assert system.own_lists.of_list(OwnList.DENY) == ()


def test_a_level_that_asks_for_a_living_face_alone_may_ask_the_lists(system: FacesSystem) -> None:
    first = system.known()
    system.listed(OwnList.DENY, first)
    system.collection.alike = (first,)
    case = system.ready()[2]
    verification = system.verifications.get(case)
    level = system.levels.pinned(verification.level_key)
    found = system.decisions._living(verification, (level,))
    assert found and found[1].deny_listed
