"""After an erasure nobody can write about that person again, and the receipt names every store."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.accounts.user import User
from chalicelib.domain.errors import Conflict, Erased
from chalicelib.domain.marks import MarkKind
from chalicelib.domain.privacy.holdings import HOLDINGS, Fate
from chalicelib.domain.records import DocumentRecord, NumberUse
from chalicelib.domain.reviews.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.verifications.verification import State
from chalicelib.services.privacy.tombstones import ErasureGuardedObjects
from tests.services.in_memory import EMAIL, PHONE, InMemorySystem, picture
from tests.services.privacy.erasing import cleaning_of, erasure_of

PLATFORM = Path(__file__).resolve().parents[3] / "infra" / "platform"


def test_whoever_was_on_the_way_to_write_is_refused(system: InMemorySystem) -> None:
    onboarding_id, user_id, verification_id = system.ready()
    document = system.documents.get(verification_id)
    session = system.sessions.query("byUser", user_id, 1)[0]
    verification = system.verifications.get(verification_id)
    case = ReviewCase(verification_id, user_id, system.now(), "open", (), system.now())
    number = NumberUse("somebody", user_id, verification_id)
    onboarding = system.onboardings.get(onboarding_id)
    profile = system.profiles.get(user_id)
    erasure_of(system).erase(user_id)
    kept: tuple[tuple[MemoryStore[Any], Any], ...] = (
        (system.documents, document), (system.sessions, session), (system.numbers, number),
        (system.verification_store, verification), (system.cases, case),
        (system.onboardings, onboarding), (system.profiles, profile),
    )  # fmt: skip
    for store, record in kept:
        for write in (store.add, store.put):
            with pytest.raises(Erased):
                write(record)
        assert store.items == {}
        with pytest.raises(Conflict):  # a changed record must be there before
            store.save(replace(record, version=record.version + 1))
    with pytest.raises(Erased):
        system.people.save_profile(
            user_id, "Anna", document.read_at.date().replace(1990), "GRC", ""
        )


def test_a_bucket_takes_nothing_of_who_was_erased(system: InMemorySystem) -> None:
    _, user_id, verification_id = system.ready()
    erasure_of(system).erase(user_id)
    for bucket in (system.pictures, system.frames, system.raw):
        living = ErasureGuardedObjects(bucket, system.tombstones)
        for key in (f"{verification_id}.jpg", f"incoming/{verification_id}-back.jpg"):
            with pytest.raises(Erased):
                living.put(key, b"picture", "image/jpeg")
        assert bucket.items == {}


def test_what_slipped_into_a_bucket_meanwhile_goes_with_the_second_pass(
    system: InMemorySystem,
) -> None:
    _, user_id, verification_id = system.ready()
    erasure_of(system).erase(user_id)
    system.raw.put(f"{verification_id}.json", b"was being put", "application/json")
    cleaning = cleaning_of(system)
    assert cleaning.clean()["erasures"] == 0, "whoever puts may still be at it"
    system.now.move(minutes=15)
    assert cleaning.clean()["erasures"] == 1
    assert system.raw.items == {}
    assert cleaning.clean()["erasures"] == 0


def test_a_registration_that_comes_again_brings_no_row_back(system: InMemorySystem) -> None:
    _, user_id, _ = system.ready()
    system.registration.announce({"sub": user_id, "email": EMAIL, "phone_number": PHONE})
    late = [{"detail-type": kind, "detail": detail} for kind, detail in system.events.published]
    erasure_of(system).erase(user_id)
    assert [system.registration.record(each) for each in late] == [False]
    assert system.registration.record_all(late) == (None,)
    assert system.users.rows == {}


def test_a_row_that_was_written_while_its_person_was_erased_is_taken_back(
    system: InMemorySystem,
) -> None:
    _, user_id, _ = system.ready()
    system.registration.announce({"sub": user_id, "email": EMAIL, "phone_number": PHONE})
    late = [{"detail-type": kind, "detail": detail} for kind, detail in system.events.published]
    write = system.users.upsert_many

    def meanwhile(users: tuple[User, ...]) -> None:
        erasure_of(system).erase(user_id)
        write(users)

    system.users.upsert_many = meanwhile  # type: ignore[method-assign]
    assert system.registration.record_all(late) == (None,)
    assert system.users.rows == {}


@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_while_somebody_looks_at_a_case_its_evidence_stays(
    system: InMemorySystem, status: str
) -> None:
    _, user_id, verification_id = system.ready()
    system.cases.put(ReviewCase(verification_id, user_id, system.now(), status, (), system.now()))
    with pytest.raises(Conflict) as refused:
        erasure_of(system).erase(user_id)
    assert refused.value.code == "case_open"
    assert f"{verification_id}.jpg" in system.pictures.items
    assert not system.tombstones.erased(user_id)


def _rejected(system: InMemorySystem, reason: str) -> DocumentRecord:
    _, user_id, verification_id = system.ready()
    found = system.verifications.get(verification_id)
    system.verification_store.put(
        replace(found, state=State.REJECTED, reasons=(reason,), version=found.version + 1)
    )
    document: DocumentRecord = system.documents.get(verification_id)
    erasure_of(system).erase(user_id)
    return document


def test_who_was_refused_for_fraud_is_known_by_their_document_and_nothing_else(
    system: InMemorySystem,
) -> None:
    document = _rejected(system, "fraud_suspected")
    use = system.numbers.get(document.number_hash)
    assert (use.user_id, use.verification_id) == ("refused", "")
    assert use.expires_at and use.expires_at.year == system.now().year + 6
    assert document.user_id not in repr(list(system.numbers.items.values())).replace(
        document.number_hash, ""
    )


def test_who_was_refused_for_an_expired_document_is_nobodys_duplicate(
    system: InMemorySystem,
) -> None:
    _rejected(system, "document_expired")
    assert system.numbers.items == {}


def test_an_erasure_that_broke_off_is_finished_by_asking_again(system: InMemorySystem) -> None:
    _, user_id, _ = system.ready()
    shred = system.raw.shred

    def fail(prefix: str) -> int:
        raise ConnectionError

    system.raw.shred = fail  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        erasure_of(system).erase(user_id)
    system.raw.shred = shred  # type: ignore[method-assign]
    assert system.tombstones.erased(user_id), "from the first moment on nobody writes"
    assert erasure_of(system).erase(user_id)
    assert system.documents.items == system.verification_store.items == {}
    assert system.pictures.items == {}
    assert system.identity.find(user_id) is None


def test_the_number_goes_although_its_document_expired_before(system: InMemorySystem) -> None:
    _, user_id, verification_id = system.ready()
    system.documents.delete(verification_id)
    erasure_of(system).erase(user_id)
    assert system.numbers.items == {}


def test_tokens_of_waiting_steps_go(system: InMemorySystem) -> None:
    onboarding_id, user_id = system.confirmed()
    system.tokens.put(onboarding_id, "profile", "token", system.now())
    system.tokens.put(onboarding_id, "decision", "token", system.now())
    erasure_of(system).erase(user_id)
    assert system.tokens.items == {}


def test_pictures_go_some_days_after_the_decision_and_leave_an_entry(
    system: InMemorySystem,
) -> None:
    _, _, verification_id = system.ready()
    system.now.move(days=3)
    system.decisions.consider(verification_id)
    assert system.verifications.get(verification_id).state is State.APPROVED
    cleaning = cleaning_of(system)
    system.now.move(days=29)
    cleaning.clean()
    assert system.pictures.items and system.frames.items and system.documents.items
    system.now.move(days=1)
    assert cleaning.clean()["media"] == 1
    assert system.pictures.items == system.frames.items == system.raw.items == {}
    assert system.documents.items == {}
    (entry,) = [e for e in system.audit.read(verification_id) if e["kind"] == "media_deleted"]
    assert entry["facts"]["documentPictures"] == 2  # and what was measured of it
    assert system.marks.query("byKind", MarkKind.MEDIA) == ()


def test_a_legal_hold_keeps_pictures_until_it_is_lifted(system: InMemorySystem) -> None:
    _, user_id, verification_id = system.ready()
    system.decisions.consider(verification_id)
    system.audit.write(user_id, "hold_placed", {"reference": "court-17"})
    cleaning = cleaning_of(system)
    system.now.move(days=60)
    assert cleaning.clean()["media"] == 0 and system.pictures.items
    system.audit.write(user_id, "hold_lifted", {"reference": "court-17"})
    system.now.move(days=2)
    assert cleaning.clean()["media"] == 1 and system.pictures.items == {}


def test_pictures_of_an_attempt_that_was_left_go_too(system: InMemorySystem) -> None:
    _, user_id = system.confirmed()
    system.uploads.accept(user_id, picture())
    cleaning = cleaning_of(system)
    system.now.move(days=30)
    cleaning.clean()
    assert system.pictures.items
    system.now.move(days=8)
    cleaning.clean()
    assert system.pictures.items == {}


def test_a_case_under_review_keeps_its_pictures(system: InMemorySystem) -> None:
    _, _, verification_id = system.ready()
    found = system.verifications.get(verification_id)
    system.verifications.move(found, State.NEEDS_REVIEW, ("data_mismatch",))
    system.now.move(days=90)
    cleaning_of(system).clean()
    assert system.pictures.items


def _map(file: str, name: str) -> set[str]:
    text = (PLATFORM / file).read_text()
    part = text[text.index(f"  {name} = {{") :]
    return set(re.findall(r"^    ([\w-]+)\s*= \{", part[: part.index("\n  }\n")], re.M))


def test_the_receipt_names_every_store_that_terraform_makes() -> None:
    messaging = (PLATFORM / "messaging.tf").read_text()
    failures = re.search(r"failures = \[(.*)\]", messaging)
    assert failures
    named = {(h.kind, h.name) for h in HOLDINGS}
    made = {("table", name) for name in _map("storage.tf", "tables")}
    made |= {("bucket", name) for name in _map("storage.tf", "buckets")} | {
        ("bucket", "audit-vault")
    }
    queues = re.findall(r"^      ([\w-]+)\s*= \{ reader", messaging, re.M)
    queues += re.findall(r"^    (follow-[\w-]+)\s*= ", messaging, re.M)
    assert len(queues) >= 9
    made |= {("queue", name) for name in queues}
    made |= {("queue", name) for name in re.findall(r'"([\w-]+)"', failures[1])}
    kinds = {"table", "bucket", "queue"}
    assert {each for each in named if each[0] in kinds} == made
    assert {h.kind for h in HOLDINGS} - kinds == {
        "pool", "registry", "collection", "vendors", "archive", "history", "logs", "trail"
    }  # fmt: skip


def test_the_receipt_says_of_every_store_what_became_of_it(system: InMemorySystem) -> None:
    _, user_id, _ = system.ready()
    receipt = erasure_of(system).erase(user_id)
    assert len(receipt.stores) == len(HOLDINGS)
    for store in receipt.stores:
        assert (store.until is not None) is (store.outcome in (Fate.KEPT, Fate.ENDS)), store
