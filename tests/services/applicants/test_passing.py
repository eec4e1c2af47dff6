"""Fourteen days after they were made, nothing is left of a test applicant in any store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters import codec
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import Claims
from chalicelib.domain.applicants.passing import TEST_LIFE
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.feeds import delivery, entry
from chalicelib.domain.marks import MarkKind
from chalicelib.domain.privacy.holdings import HOLDINGS, Fate
from chalicelib.outside import Records
from tests.services.in_memory import InMemorySystem, picture

#: Record -> the table of HOLDINGS it lies in, where the name does not say so.
TABLES = {
    "documents": "KycOcrData",
    "sessions": "LivenessSessions",
    "numbers": "DocumentNumbers",
    "screenings": "KycAuditLog",
    "dismissed": "ScreeningDecisions",
    "rescreening_pages": "Rescreenings",
    "seen_events": "WebhookEvents",
    "session_links": "WebhookEvents",
    "own_entries": "OwnLists",
    **dict.fromkeys(("feed_entries", "feed_ends", "placed_events", "deliveries"), "Feeds"),
}
KEPT = {h.name for h in HOLDINGS if h.kind == "table" and h.fate is Fate.KEPT}
NAME = "Sandbox Late Reversal"


class Life:
    """One test applicant who has used everything, with two webhooks, and one live one beside."""

    def __init__(self, mode: Mode = Mode.TEST) -> None:
        self.system, self.mode = InMemorySystem(), mode
        app = self.system.app
        app.applicants.level_exists  # noqa: B018 - built before the follower
        self.system.followers["events"] = app.backends_are_told.follow
        app.webhook_endpoints.add(mode, "https://shop.example/hooks", (), "", "ann")
        made, _ = app.applicants.create(
            mode, "u-secret-1", claims=Claims(NAME, "1991-03-14", "CYP", "Main street 1")
        )
        self.person = made.applicant_id
        key = app.api_keys.make(mode, "shop", ("applicants:read",), None, "ann").key
        app.applicant_sessions.create(made, key.rights, "", 3600)
        self.attempts = [self.system.uploads.accept(self.person, picture()).verification_id]
        session = self.system.show(self.person, self.attempts[0])
        if mode is Mode.TEST:
            app.sandbox.shown(session.session_id)
            app.sandbox.advance(self.attempts[0], "")
            self.attempts.append(self.system.verifications.open(self.person).verification_id)
        self.deliver()

    def deliver(self) -> None:
        queue: Any = self.system.outside.webhook_queue
        waiting, queue.bodies = queue.bodies, []
        for body in waiting:
            self.system.app.deliveries.process(body)

    def days(self, days: float) -> None:
        """Retention runs once now, and once more after an erasure's second pass is due."""
        self.system.now.move(seconds=days * 86_400)
        for _ in range(2):
            self.system.app.cleaning.clean()
            self.system.now.move(minutes=16)

    def left(self) -> set[str]:
        """Where something names the person, an attempt of theirs or their external id, and its
        time is not over: the tables of HOLDINGS, and buckets."""
        now = int(self.system.now().timestamp())
        words = (self.person, *self.attempts, "u-secret-1", NAME)
        found = set()
        for table, row in self._rows():
            ends = row.get("expiresAt")
            if (ends is None or ends > now) and any(w in json.dumps(row) for w in words):
                found.add(table)
        for bucket in (self.system.pictures, self.system.frames, self.system.raw):
            if any(word in key for key in bucket.items for word in words):
                found.add(bucket.holds)
        return found

    def _rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in dir(Records):
            store = getattr(self.system.outside.records, name, None)
            if isinstance(store, MemoryStore):
                table = TABLES.get(name, codec.camel(f"x_{name}")[1:])
                yield from ((table, row) for row in store.items.values())


def test_every_store_is_looked_into() -> None:
    life = Life()
    kept = life.system.outside.records
    stores = [name for name in dir(Records) if isinstance(getattr(kept, name, None), MemoryStore)]
    tables = {TABLES.get(name, codec.camel(f"x_{name}")[1:]) for name in stores}
    named = {h.name for h in HOLDINGS if h.kind == "table"}
    # These have stores of their own: no record of theirs is kept in memory.
    assert named - tables == {"TaskTokens", "Idempotency", "RateLimits", "Breakers"}
    assert tables <= named


def test_nothing_is_left_after_fourteen_days() -> None:
    life = Life()
    for table in ("Applicants", "ExternalIds", "Profiles", "Verifications", "LivenessSessions",
                  "ApplicantSessions", "Feeds", "documentPictures", "frames"):  # fmt: skip
        assert table in life.left(), table
    life.days(13.9)
    assert {"Applicants", "Verifications", "Feeds"} <= life.left(), "not a day too early"
    life.days(0.1)
    assert life.left() <= KEPT, life.left() - KEPT
    person = life.system.verifications.person(life.person)
    assert (person.erased_at is not None, person.attempts) == (True, ())
    assert life.system.outside.due.due(MarkKind.TEST, life.system.now(), 9) == ()


def test_a_live_applicant_stays() -> None:
    life = Life(Mode.LIVE)
    before = life.left() - {"ApplicantSessions"}
    life.days(15)
    assert before <= life.left() | {"documentPictures", "frames", "LivenessSessions"}
    assert life.system.app.applicants.get(Mode.LIVE, life.person)


def test_neither_pool_nor_registry_nor_bus_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The function that does it has rights on none of them."""
    life = Life()

    def refused(*args: Any, **more: Any) -> None:
        raise AssertionError("asked")

    for part, names in (
        (life.system.identity, ("find", "delete", "groups")),
        (life.system.users, ("erase", "get")),
        (life.system.events, ("publish",)),
    ):
        for name in names:
            monkeypatch.setattr(part, name, refused)
    life.days(14)
    assert life.left() <= KEPT


def test_who_cannot_be_erased_holds_up_nobody_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life = Life()
    app = life.system.app
    life.system.now.move(seconds=1)
    other, _ = app.applicants.create(Mode.TEST, "u-2")
    away, delete = Unavailable("the table is away"), life.system.profiles.delete

    def failing(*key: str) -> None:
        if key == (life.person,):
            raise away
        delete(*key)

    monkeypatch.setattr(life.system.profiles, "delete", failing)
    life.system.now.move(days=14)
    with pytest.raises(Unavailable):
        app.cleaning.clean()
    assert app.outside.records.applicants.find("test", other.applicant_id) is None
    assert app.outside.records.applicants.find("test", life.person)
    monkeypatch.setattr(life.system.profiles, "delete", delete)
    assert app.cleaning.clean()["test"] == 0, "not at once"
    life.system.now.move(hours=1)
    assert app.cleaning.clean()["test"] == 1
    life.days(0)
    assert life.left() <= KEPT


def test_whoever_asks_for_it_before_leaves_no_mark() -> None:
    life = Life()
    life.system.app.erasure.erase(life.person)
    life.system.app.applicants.forget(Mode.TEST, life.person)
    life.days(14)
    assert life.system.marks.find(life.person, MarkKind.TEST) is None


def test_the_same_external_id_is_somebody_new_afterwards() -> None:
    life = Life()
    life.days(14)
    again, new = life.system.app.applicants.create(Mode.TEST, "u-secret-1")
    assert new and again.applicant_id != life.person
    assert life.system.verifications.open(again.applicant_id)


def test_what_a_receipt_says_of_time_is_so() -> None:
    """A store that ends by itself ends no later than the receipt says."""
    days = {h.name: h.days for h in HOLDINGS if h.fate is Fate.ENDS}
    life = Life(Mode.LIVE)
    for table, row in life._rows():
        if table in days and row.get("expiresAt"):
            end = datetime.fromtimestamp(row["expiresAt"], UTC)
            assert end - life.system.now() <= timedelta(days=days[table]), table
    assert timedelta(days=days["Feeds"]) >= max(entry.KEEP, delivery.KEEP) > TEST_LIFE
