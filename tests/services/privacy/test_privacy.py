"""A person's own data: a copy that is complete and tells no more than it may; erasure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from chalicelib.domain.errors import Conflict, NotFound, TooMany
from chalicelib.domain.privacy.privacy import HOLD_LIFTED, HOLD_PLACED
from chalicelib.domain.reviews.review import Note, ReviewCase
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.privacy.erasure import Erasure
from chalicelib.services.privacy.privacy import COPIES_PER_DAY, Privacy
from tests.present import present
from tests.services.in_memory import EMAIL, PHONE, InMemorySystem
from tests.services.privacy.erasing import erasure_of, privacy_of

OTHER = "boris@applicants.example"


@pytest.fixture
def privacy(system: InMemorySystem) -> Privacy:
    return privacy_of(system)


@pytest.fixture
def erasure(system: InMemorySystem) -> Erasure:
    return erasure_of(system)


def _everything(system: InMemorySystem) -> str:
    """All that is stored, as text, to look for a person in."""
    stores = (
        *(system.profiles, system.onboardings, system.verification_store, system.documents),
        *(system.sessions, system.cases, system.numbers, system.codes, system.screenings),
    )
    records = [item for store in stores for item in store.items.values()]
    objects = [*system.pictures.items, *system.frames.items, *system.raw.items]
    rest = [system.users.rows, system.audit.entries, system.events.published]
    return json.dumps([records, objects, rest], default=repr)


def test_a_copy_holds_what_was_given_and_what_was_read(
    system: InMemorySystem, privacy: Privacy
) -> None:
    _, user_id, verification_id = system.ready()
    copy = privacy.export(user_id)
    assert copy.account["email"] == EMAIL and copy.account["phone"] == PHONE
    assert present(copy.profile)["fullName"] == "Anna Demosthenous"
    assert present(copy.registry)["cognitoId"] == user_id
    (verification,) = copy.verifications
    assert verification["verificationId"] == verification_id
    assert verification["document"]["fields"]["documentNumber"] == "AB123456"
    assert verification["pictures"] == [f"memory://pictures/{verification_id}.jpg"]
    (session,) = verification["livenessSessions"]
    assert len(session["frames"]) == len(session["gestures"]) * 3
    json.dumps(asdict(copy), default=str)


def test_a_copy_never_says_that_somebody_is_on_a_list(
    system: InMemorySystem, privacy: Privacy
) -> None:
    _, user_id, verification_id = system.ready()
    found = system.verifications.get(verification_id)
    system.verification_store.put(
        replace(found, state=State.REJECTED, reasons=("watchlist_match",), version=99)
    )
    system.users.rows[user_id] = replace(
        system.users.rows[user_id], kyc_rejection_reason="watchlist_match"
    )
    text = json.dumps(asdict(privacy.export(user_id)), default=str)
    assert "watchlist" not in text and "sanction" not in text
    assert "not_confirmed" in text


def test_a_copy_says_nothing_of_others(system: InMemorySystem, privacy: Privacy) -> None:
    _, user_id, _ = system.ready()
    _, other, other_verification = system.ready(OTHER)
    copy = json.dumps(asdict(privacy.export(user_id)), default=str)
    assert other not in copy and OTHER not in copy and other_verification not in copy


def test_a_copy_leaves_an_audit_entry_and_is_limited(
    system: InMemorySystem, privacy: Privacy
) -> None:
    _, user_id, _ = system.ready()
    for _ in range(COPIES_PER_DAY):
        privacy.export(user_id)
    assert [e["kind"] for e in system.audit.read(user_id)] == ["exported"] * COPIES_PER_DAY
    with pytest.raises(TooMany):
        privacy.export(user_id)


def test_after_erasure_nothing_names_the_person(system: InMemorySystem, erasure: Erasure) -> None:
    _, user_id, verification_id = system.ready()
    system.cases.put(
        ReviewCase(
            verification_id, user_id, system.now(), "approved", ("data_mismatch",), system.now(),
            notes=(Note("reviewer", system.now(), "approved", "Anna looks tired"),),
        )
    )  # fmt: skip
    receipt = erasure.erase(user_id)
    left = _everything(system)
    for trace in ("Anna", "Demosthenous", EMAIL, PHONE, "AB123456", "1991-03-14", ".jpg"):
        assert trace not in left, trace
    assert system.identity.find(user_id) is None
    assert receipt.erased["documentPictures"] == 2 and receipt.erased["frames"] == 12
    assert receipt.erased["accounts"] == receipt.erased["registryRows"] == 1
    assert receipt.erased["reviews"] == 1


def test_what_law_keeps_is_kept_and_named_with_its_end(
    system: InMemorySystem, erasure: Erasure
) -> None:
    _, user_id, verification_id = system.ready()
    before = system.audit.read(verification_id)
    receipt = erasure.erase(user_id)
    assert system.audit.read(verification_id) == before
    assert system.screenings.items
    assert {kept.until.year for kept in receipt.kept} == {2032}
    (entry,) = system.audit.read(user_id)
    assert entry["kind"] == "erased" and entry["facts"]["receipt"] == receipt.receipt_id


def test_others_keep_everything(system: InMemorySystem, privacy: Privacy, erasure: Erasure) -> None:
    _, user_id, _ = system.ready()
    _, other, other_verification = system.ready(OTHER)
    erasure.erase(user_id)
    assert privacy.export(other).verifications[0]["verificationId"] == other_verification
    assert f"{other_verification}.jpg" in system.pictures.items


def test_erasure_ends_the_workflow_and_tells_the_company(
    system: InMemorySystem, erasure: Erasure
) -> None:
    onboarding_id, user_id, _ = system.ready()
    assert onboarding_id in system.workflow.started
    system.events.published.clear()
    receipt = erasure.erase(user_id)
    assert onboarding_id not in system.workflow.started
    assert system.events.published == [
        ("user.erased", {"userId": user_id, "receiptId": receipt.receipt_id})
    ]


def test_a_legal_hold_refuses_until_it_is_lifted(system: InMemorySystem, erasure: Erasure) -> None:
    _, user_id, verification_id = system.ready()
    system.audit.write(user_id, HOLD_PLACED, {"reference": "court-17"})
    with pytest.raises(Conflict) as refused:
        erasure.erase(user_id)
    assert refused.value.code == "legal_hold"
    assert f"{verification_id}.jpg" in system.pictures.items
    assert system.identity.find(user_id) is not None
    system.audit.write(user_id, HOLD_LIFTED, {"reference": "court-17"})
    assert erasure.erase(user_id).erased["accounts"] == 1


def test_an_erasure_that_broke_off_is_finished_by_asking_again(
    system: InMemorySystem, erasure: Erasure
) -> None:
    _, user_id, _ = system.ready()

    class Outage(Exception):
        pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system.identity, "delete", _raising(Outage))
        with pytest.raises(Outage):
            erasure.erase(user_id)
    assert erasure.erase(user_id).erased["accounts"] == 1
    assert system.identity.find(user_id) is None
    with pytest.raises(NotFound):
        system.users.get(user_id)


def _raising(kind: type[Exception]) -> Callable[[str], None]:
    def fail(username: str) -> None:
        raise kind

    return fail


def test_the_same_document_is_welcome_again_after_an_erasure(
    system: InMemorySystem, erasure: Erasure
) -> None:
    _, user_id, _ = system.ready()
    erasure.erase(user_id)
    assert not system.numbers.items


def test_what_a_vendor_keeps_is_erased_and_counted(
    system: InMemorySystem, erasure: Erasure
) -> None:
    class Media:
        """A vendor that deletes, but for one session that a person has to see to."""

        asked: list[str] = []  # noqa: RUF012 (one test, one list)

        def forget(self, verification: Verification) -> bool:
            self.asked.append(verification.provider_session)
            return verification.provider_session != "by-hand"

    _, user_id, verification_id = system.ready()
    found = system.verifications.get(verification_id)
    for session in ("gone", "by-hand"):
        copy = replace(found, verification_id=f"v-{session}", provider_session=session)
        system.verification_store.put(copy)
    receipt = replace(erasure, vendors=Media()).erase(user_id)
    assert sorted(Media.asked) == ["by-hand", "gone"]
    assert receipt.erased["vendorSessions"] == 1
    assert receipt.erased["vendorSessionsByHand"] == 1
