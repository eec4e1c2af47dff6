"""Own lists: found again however it is written, gone in time, every change in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from chalicelib.adapters.memory import MemoryAudit, MemoryStore
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.levels.own_lists import Kind, OwnEntry, OwnList
from chalicelib.services.documents.documents import keyed_hash
from chalicelib.services.levels.own_lists import OwnLists

PEPPER = b"p" * 32


@dataclass
class Desk:
    """The service, its log, and a clock that can be moved."""

    moment: datetime = datetime(2026, 11, 26, tzinfo=UTC)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    lists: OwnLists = field(init=False)

    def __post_init__(self) -> None:
        self.store = MemoryStore(OwnEntry, ("entry_hash",), {"byList": ("own_list", "added_at")})
        self.lists = OwnLists(
            entries=self.store,
            audit=self.audit,
            hashed=partial(keyed_hash, PEPPER),
            now=lambda: self.moment,
        )

    def deny(self, kind: Kind, value: str, born: str = "", days: int | None = None) -> OwnEntry:
        return self.lists.add(OwnList.DENY, kind, value, born, "charge back", "ann", days)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    "name",
    ["Anna Maria Müller", "MULLER anna maria", " müller,  Anna-Maria ", "Mu\u0308ller Maria Anna"],
)
def test_a_person_is_found_however_the_name_is_written(desk: Desk, name: str) -> None:
    desk.deny(Kind.PERSON, "Anna Maria Müller", "1991-03-14")
    assert desk.lists.standing("", name, "1991-03-14") == (True, False)
    assert desk.lists.standing("", name, "1991-03-15") == (False, False)
    assert desk.lists.standing("", name, "") == (False, False)


def test_a_document_is_found_by_the_hash_that_documents_are_kept_by(desk: Desk) -> None:
    desk.deny(Kind.DOCUMENT_NUMBER, "ab 123-456")
    assert desk.lists.standing(keyed_hash(PEPPER, "number", "AB123456"), "", "") == (True, False)
    assert desk.lists.standing(keyed_hash(PEPPER, "number", "AB123457"), "", "") == (False, False)


def test_both_lists_may_name_somebody(desk: Desk) -> None:
    desk.deny(Kind.PERSON, "Anna Blau", "1991-03-14")
    desk.lists.add(OwnList.ALLOW, Kind.DOCUMENT_NUMBER, "X1234", "", "known guest", "bea", None)
    number = keyed_hash(PEPPER, "number", "X1234")
    assert desk.lists.standing(number, "Anna Blau", "1991-03-14") == (True, True)


def test_an_entry_ends_with_its_time_though_the_table_still_has_it(desk: Desk) -> None:
    desk.deny(Kind.DOCUMENT_NUMBER, "X1234", days=2)
    number = keyed_hash(PEPPER, "number", "X1234")
    desk.moment += timedelta(days=2, seconds=-1)
    assert desk.lists.standing(number, "", "") == (True, False)
    desk.moment += timedelta(seconds=1)
    assert desk.lists.standing(number, "", "") == (False, False)
    assert desk.lists.of_list(OwnList.DENY) == ()


def test_every_change_is_in_the_audit_log_and_holds_no_name(desk: Desk) -> None:
    entry = desk.deny(Kind.PERSON, "Anna Blau", "1991-03-14")
    desk.lists.remove(entry.entry_hash, "bea")
    assert desk.lists.standing("", "Anna Blau", "1991-03-14") == (False, False)
    written = desk.audit.read("own-lists")
    assert [(e["kind"], e["facts"]["by"]) for e in written] == [
        ("listed", "ann"),
        ("unlisted", "bea"),
    ]
    assert written[0]["facts"]["reason"] == "charge back"
    assert "Anna" not in str(written) and "1991" not in str(written)
    assert "Blau" not in str(desk.store.items)


def test_listing_again_replaces_list_reason_and_end(desk: Desk) -> None:
    desk.deny(Kind.DOCUMENT_NUMBER, "X1234")
    desk.lists.add(OwnList.ALLOW, Kind.DOCUMENT_NUMBER, "x-1234", "", "mistake", "bea", None)
    assert desk.lists.of_list(OwnList.DENY) == ()
    assert [e.reason for e in desk.lists.of_list(OwnList.ALLOW)] == ["mistake"]


@pytest.mark.parametrize(
    ("kind", "value", "born", "reason", "days", "code"),
    [
        (Kind.DOCUMENT_NUMBER, "--", "", "charge back", None, "own_list_value"),
        (Kind.DOCUMENT_NUMBER, "X" * 41, "", "charge back", None, "own_list_value"),
        (Kind.PERSON, "Anna Blau", "14.03.1991", "charge back", None, "own_list_value"),
        (Kind.PERSON, "A", "1991-03-14", "charge back", None, "own_list_value"),
        (Kind.PERSON, "Anna Blau", "1991-03-14", "x", None, "own_list_reason"),
        (Kind.PERSON, "Anna Blau", "1991-03-14", "<b>no</b>", None, "own_list_reason"),
        (Kind.PERSON, "Anna Blau", "1991-03-14", "charge back", 0, "own_list_days"),
        (Kind.PERSON, "Anna Blau", "1991-03-14", "charge back", 4000, "own_list_days"),
    ],
)
def test_what_cannot_be_listed_is_refused_and_not_kept(
    desk: Desk, kind: Kind, value: str, born: str, reason: str, days: int | None, code: str
) -> None:
    with pytest.raises(BadRequest) as raised:
        desk.lists.add(OwnList.DENY, kind, value, born, reason, "ann", days)
    assert raised.value.code == code
    assert desk.audit.read("own-lists") == () and desk.store.items == {}
