"""Writes to several stores at once: all or none, in memory and in DynamoDB alike."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.aws.tables import DynamoStore, DynamoTransactions
from chalicelib.adapters.memory import MemoryAudit, MemoryStore, MemoryTransactions
from chalicelib.adapters.privacy.audit_log import DynamoAudit
from chalicelib.domain.applicants.person import Person
from chalicelib.domain.errors import BadRequest, Conflict
from chalicelib.domain.privacy.audit_chain import Entry, flaws
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.verifications.verifications import Verifications
from tests.conftest import Aws

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ONE = Verification("v-1", "u-1", NOW, NOW, NOW + timedelta(days=7))
ANNA = Person("live#u-1", "u-1")


class Kept:
    """The stores and the log of one kind."""

    def __init__(self, kind: str, aws: Aws, table: Callable[[str], str]) -> None:
        self.verifications: MemoryStore[Verification] | DynamoStore[Verification]
        self.persons: MemoryStore[Person] | DynamoStore[Person]
        self.cases: MemoryStore[ReviewCase] | DynamoStore[ReviewCase]
        self.audit: MemoryAudit | DynamoAudit
        self.transactions: MemoryTransactions | DynamoTransactions
        if kind == "memory":
            self.verifications = MemoryStore(
                Verification, ("verification_id",), {"byStatus": ("state", "updated_at")}
            )
            self.persons = MemoryStore(Person, ("person_id",), {})
            self.cases = MemoryStore(
                ReviewCase, ("case_id",), {"byStatus": ("status", "opened_at")}
            )
            self.audit, self.transactions = MemoryAudit(), MemoryTransactions()
            return
        dynamo = aws("dynamodb")
        self.verifications = DynamoStore(
            dynamo, table("Verifications"), Verification, ("verification_id",),
            {"byStatus": "state"},
        )  # fmt: skip
        self.persons = DynamoStore(dynamo, table("Persons"), Person, ("person_id",))
        self.cases = DynamoStore(
            dynamo, table("Reviews"), ReviewCase, ("case_id",), {"byStatus": "status"}
        )
        self.audit = DynamoAudit(dynamo, table("KycAuditLog"), 6, lambda: NOW)
        self.transactions = DynamoTransactions(dynamo)


@pytest.fixture(params=["memory", "dynamodb"])
def kept(request: pytest.FixtureRequest, aws: Aws, table: Callable[[str], str]) -> Kept:
    return Kept(request.param, aws, table)


def test_everything_is_written_at_once(kept: Kept) -> None:
    kept.cases.add(ReviewCase("gone", "u-1", NOW, "open", (), NOW))
    kept.transactions.commit(
        kept.verifications.adding(ONE),
        kept.persons.adding(ANNA),
        kept.cases.deleting("gone"),
        *kept.audit.appending("v-1", ("decided", {"n": 1}), ("moved", {"n": 2})),
    )
    assert kept.verifications.get("v-1") == ONE and kept.persons.get("live#u-1") == ANNA
    assert kept.cases.find("gone") is None
    assert [(e["kind"], e["facts"]) for e in kept.audit.read("v-1")] == [
        ("decided", {"n": 1}), ("moved", {"n": 2})
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ["adding", "saving", "unchanged", "audit"])
def test_one_condition_that_fails_leaves_nothing_and_is_named(kept: Kept, broken: str) -> None:
    kept.persons.add(ANNA)
    stale = replace(ANNA, sequence=5, version=5)
    late = kept.audit.appending("v-1", ("moved", {}))
    if broken == "audit":
        kept.audit.write("v-1", "viewed", {})
    parts: dict[str, Callable[[], Sequence[Write]]] = {
        "adding": lambda: [kept.persons.adding(ANNA, "person_taken")],
        "saving": lambda: [kept.persons.saving(stale, "person_changed")],
        "unchanged": lambda: [kept.persons.unchanged(stale, "person_moved")],
        "audit": lambda: late,
    }
    codes = {
        "adding": "person_taken", "saving": "person_changed", "unchanged": "person_moved",
        "audit": "audit_taken",
    }  # fmt: skip
    with pytest.raises(Conflict) as caught:
        kept.transactions.commit(kept.verifications.adding(ONE), *parts[broken]())
    assert caught.value.code == codes[broken]
    assert kept.verifications.find("v-1") is None
    assert kept.persons.get("live#u-1") == ANNA


def test_an_unchanged_record_lets_the_others_be_written(kept: Kept) -> None:
    kept.persons.add(ANNA)
    kept.transactions.commit(kept.persons.unchanged(ANNA), kept.verifications.adding(ONE))
    assert kept.verifications.get("v-1") == ONE


def test_update_applies_the_change_to_what_others_left(kept: Kept) -> None:
    kept.verifications.add(ONE)
    raced = list[bool]()

    def add_side(found: Verification) -> Verification:
        if not raced:
            raced.append(True)
            kept.verifications.save(found.changed(NOW, sides=("back",)))
        return found.changed(NOW, sides=(*found.sides, "front"))

    after = kept.verifications.update("v-1", change=add_side)
    assert after == kept.verifications.get("v-1")
    assert after.sides == ("back", "front")
    assert kept.verifications.update("v-1", change=lambda found: found) == after


def test_update_gives_up_when_others_are_always_faster(kept: Kept) -> None:
    kept.verifications.add(ONE)

    def never(found: Verification) -> Verification:
        kept.verifications.save(found.changed(NOW))
        return found.changed(NOW)

    with pytest.raises(Conflict) as caught:
        kept.verifications.update("v-1", change=never)
    assert caught.value.code == "changed_meanwhile"


def test_pages_come_oldest_first_to_the_last_record(kept: Kept) -> None:
    for number in range(7):
        at = NOW + timedelta(minutes=number)
        kept.cases.add(ReviewCase(f"c-{number}", "u-1", at, "open", (), at))
    seen, cursor, pages = list[ReviewCase](), "", 0
    while True:
        found, cursor = kept.cases.page("byStatus", "open", 3, cursor)
        seen, pages = [*seen, *found], pages + 1
        if not cursor:
            break
    assert [c.case_id for c in seen] == [f"c-{n}" for n in range(7)]
    assert pages == 3
    assert [c.case_id for c in kept.cases.each("byStatus", "open")] == [f"c-{n}" for n in range(7)]
    newest, _ = kept.cases.page("byStatus", "open", 2, newest_first=True)
    assert [c.case_id for c in newest] == ["c-6", "c-5"]
    with pytest.raises(BadRequest) as caught:
        kept.cases.page("byStatus", "open", 2, "no-cursor")
    assert caught.value.code == "cursor_invalid"


def test_a_whole_life_of_moves_leaves_an_unbroken_chain(kept: Kept) -> None:
    made = Verifications(
        store=kept.verifications, persons=kept.persons, cases=kept.cases, audit=kept.audit,
        transactions=kept.transactions, open_days=7, now=lambda: NOW,
    )  # fmt: skip
    opened = made.open("u-1")
    made.step(opened.verification_id, opened.state, type(opened.state).PROCESSING)
    made.close(opened.verification_id, type(opened.state).NEEDS_REVIEW, ("data_mismatch",))
    made.close(opened.verification_id, type(opened.state).REJECTED, ("data_mismatch",))
    entries = kept.audit.read(opened.verification_id)
    assert [e["facts"]["move"] for e in entries] == [1, 2, 3, 4]
    assert [e["facts"]["sequence"] for e in entries] == [1, 2, 3, 4]
    assert kept.cases.get(opened.verification_id).status == "rejected"
    assert kept.persons.get("live#u-1").standing().status == "rejected"
    if isinstance(kept.audit, DynamoAudit):
        assert flaws([e for e in kept.audit.everything() if isinstance(e, Entry)], ()) == ()
