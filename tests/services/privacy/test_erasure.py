"""After an erasure nobody can write about that person again, and the receipt names every store."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.domain.errors import Conflict, Erased
from chalicelib.domain.marks import MarkKind
from chalicelib.domain.privacy.holdings import HOLDINGS, Fate
from chalicelib.domain.records import DocumentRecord, NumberUse
from chalicelib.domain.reviews.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.verifications.verification import State
from chalicelib.services.privacy.tombstones import ErasureGuardedObjects
from tests.services.privacy.erasing import cleaning_of, erasure_of
from tests.services.world import EMAIL, PHONE, World, picture

PLATFORM = Path(__file__).resolve().parents[3] / "infra" / "platform"


def test_whoever_was_on_the_way_to_write_is_refused(world: World) -> None:
    onboarding_id, user_id, verification_id = world.ready()
    document = world.documents.get(verification_id)
    session = world.sessions.query("byUser", user_id, 1)[0]
    verification = world.verifications.get(verification_id)
    case = ReviewCase(verification_id, user_id, world.now(), "open", (), world.now())
    number = NumberUse("somebody", user_id, verification_id)
    onboarding = world.onboardings.get(onboarding_id)
    profile = world.profiles.get(user_id)
    erasure_of(world).erase(user_id)
    for store, record in (
        (world.documents, document), (world.sessions, session), (world.numbers, number),
        (world.verification_store, verification), (world.cases, case),
        (world.onboardings, onboarding), (world.profiles, profile),
    ):  # fmt: skip
        for write in (store.add, store.put):
            with pytest.raises(Erased):
                write(record)
        assert store.items == {}
        with pytest.raises(Conflict):  # a changed record must be there before
            store.save(replace(record, version=record.version + 1))
    with pytest.raises(Erased):
        world.people.save_profile(user_id, "Anna", document.read_at.date().replace(1990), "GRC", "")


def test_a_bucket_takes_nothing_of_who_was_erased(world: World) -> None:
    _, user_id, verification_id = world.ready()
    erasure_of(world).erase(user_id)
    for bucket in (world.pictures, world.frames, world.raw):
        living = ErasureGuardedObjects(bucket, world.tombstones)
        for key in (f"{verification_id}.jpg", f"incoming/{verification_id}-back.jpg"):
            with pytest.raises(Erased):
                living.put(key, b"picture", "image/jpeg")
        assert bucket.items == {}


def test_what_slipped_into_a_bucket_meanwhile_goes_with_the_second_pass(world: World) -> None:
    _, user_id, verification_id = world.ready()
    erasure_of(world).erase(user_id)
    world.raw.put(f"{verification_id}.json", b"was being put", "application/json")
    cleaning = cleaning_of(world)
    assert cleaning.clean()["erasures"] == 0, "whoever puts may still be at it"
    world.now.move(minutes=15)
    assert cleaning.clean()["erasures"] == 1
    assert world.raw.items == {}
    assert cleaning.clean()["erasures"] == 0


def test_a_registration_that_comes_again_brings_no_row_back(world: World) -> None:
    _, user_id, _ = world.ready()
    world.registration.announce({"sub": user_id, "email": EMAIL, "phone_number": PHONE})
    late = [{"detail-type": kind, "detail": detail} for kind, detail in world.events.published]
    erasure_of(world).erase(user_id)
    assert [world.registration.record(each) for each in late] == [False]
    assert world.registration.record_all(late) == (None,)
    assert world.users.rows == {}


def test_a_row_that_was_written_while_its_person_was_erased_is_taken_back(world: World) -> None:
    _, user_id, _ = world.ready()
    world.registration.announce({"sub": user_id, "email": EMAIL, "phone_number": PHONE})
    late = [{"detail-type": kind, "detail": detail} for kind, detail in world.events.published]
    write = world.users.upsert_many

    def meanwhile(users):  # type: ignore[no-untyped-def]
        erasure_of(world).erase(user_id)
        write(users)

    world.users.upsert_many = meanwhile  # type: ignore[method-assign]
    assert world.registration.record_all(late) == (None,)
    assert world.users.rows == {}


@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_while_somebody_looks_at_a_case_its_evidence_stays(world: World, status: str) -> None:
    _, user_id, verification_id = world.ready()
    world.cases.put(ReviewCase(verification_id, user_id, world.now(), status, (), world.now()))
    with pytest.raises(Conflict) as refused:
        erasure_of(world).erase(user_id)
    assert refused.value.code == "case_open"
    assert f"{verification_id}.jpg" in world.pictures.items
    assert not world.tombstones.erased(user_id)


def _rejected(world: World, reason: str) -> DocumentRecord:
    _, user_id, verification_id = world.ready()
    found = world.verifications.get(verification_id)
    world.verification_store.put(
        replace(found, state=State.REJECTED, reasons=(reason,), version=found.version + 1)
    )
    document: DocumentRecord = world.documents.get(verification_id)
    erasure_of(world).erase(user_id)
    return document


def test_who_was_refused_for_fraud_is_known_by_their_document_and_nothing_else(
    world: World,
) -> None:
    document = _rejected(world, "fraud_suspected")
    use = world.numbers.get(document.number_hash)
    assert (use.user_id, use.verification_id) == ("refused", "")
    assert use.expires_at and use.expires_at.year == world.now().year + 6
    assert document.user_id not in repr(list(world.numbers.items.values())).replace(
        document.number_hash, ""
    )


def test_who_was_refused_for_an_expired_document_is_nobodys_duplicate(world: World) -> None:
    _rejected(world, "document_expired")
    assert world.numbers.items == {}


def test_an_erasure_that_broke_off_is_finished_by_asking_again(world: World) -> None:
    _, user_id, _ = world.ready()
    shred = world.raw.shred

    def fail(prefix: str) -> int:
        raise ConnectionError

    world.raw.shred = fail  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        erasure_of(world).erase(user_id)
    world.raw.shred = shred  # type: ignore[method-assign]
    assert world.tombstones.erased(user_id), "from the first moment on nobody writes"
    assert erasure_of(world).erase(user_id)
    assert world.documents.items == world.verification_store.items == world.pictures.items == {}
    assert world.identity.find(user_id) is None


def test_the_number_goes_although_its_document_expired_before(world: World) -> None:
    _, user_id, verification_id = world.ready()
    world.documents.delete(verification_id)
    erasure_of(world).erase(user_id)
    assert world.numbers.items == {}


def test_tokens_of_waiting_steps_go(world: World) -> None:
    onboarding_id, user_id = world.confirmed()
    world.tokens.put(onboarding_id, "profile", "token", world.now())
    world.tokens.put(onboarding_id, "decision", "token", world.now())
    erasure_of(world).erase(user_id)
    assert world.tokens.items == {}


def test_pictures_go_some_days_after_the_decision_and_leave_an_entry(world: World) -> None:
    _, _, verification_id = world.ready()
    world.now.move(days=3)
    world.decisions.consider(verification_id)
    assert world.verifications.get(verification_id).state is State.APPROVED
    cleaning = cleaning_of(world)
    world.now.move(days=29)
    cleaning.clean()
    assert world.pictures.items and world.frames.items and world.documents.items
    world.now.move(days=1)
    assert cleaning.clean()["media"] == 1
    assert world.pictures.items == world.frames.items == world.raw.items == {}
    assert world.documents.items == {}
    (entry,) = [e for e in world.audit.read(verification_id) if e["kind"] == "media_deleted"]
    assert entry["facts"]["documentPictures"] == 2  # and what was measured of it
    assert world.marks.query("byKind", MarkKind.MEDIA) == ()


def test_a_legal_hold_keeps_pictures_until_it_is_lifted(world: World) -> None:
    _, user_id, verification_id = world.ready()
    world.decisions.consider(verification_id)
    world.audit.write(user_id, "hold_placed", {"reference": "court-17"})
    cleaning = cleaning_of(world)
    world.now.move(days=60)
    assert cleaning.clean()["media"] == 0 and world.pictures.items
    world.audit.write(user_id, "hold_lifted", {"reference": "court-17"})
    world.now.move(days=2)
    assert cleaning.clean()["media"] == 1 and world.pictures.items == {}


def test_pictures_of_an_attempt_that_was_left_go_too(world: World) -> None:
    _, user_id = world.confirmed()
    world.uploads.accept(user_id, picture())
    cleaning = cleaning_of(world)
    world.now.move(days=30)
    cleaning.clean()
    assert world.pictures.items
    world.now.move(days=8)
    cleaning.clean()
    assert world.pictures.items == {}


def test_a_case_under_review_keeps_its_pictures(world: World) -> None:
    _, _, verification_id = world.ready()
    found = world.verifications.get(verification_id)
    world.verifications.move(found, State.NEEDS_REVIEW, ("data_mismatch",))
    world.now.move(days=90)
    cleaning_of(world).clean()
    assert world.pictures.items


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


def test_the_receipt_says_of_every_store_what_became_of_it(world: World) -> None:
    _, user_id, _ = world.ready()
    receipt = erasure_of(world).erase(user_id)
    assert len(receipt.stores) == len(HOLDINGS)
    for store in receipt.stores:
        assert (store.until is not None) is (store.outcome in (Fate.KEPT, Fate.ENDS)), store
