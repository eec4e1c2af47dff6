"""What must be so after every step of every journey, looked at from outside."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from itertools import pairwise
from typing import Any

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.documents.document import same_name
from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.events.verification_events import event_id
from chalicelib.domain.reviews.review import FOUR_EYES, OPEN_STATUSES
from chalicelib.domain.verifications.verification import CARRIED, DECIDED, State, Verification

CONFIDENTIAL = ("watchlist", "duplicate", "fraud", "screening", "asked_before", "similarity")


def check(machine: Any) -> None:
    """Everything that holds at every moment, whatever was told to whom already."""
    system = machine.system
    found = [system.verifications.get(*key) for key in list(system.verification_store.items)]
    for verification in found:
        if system.verifications.person(verification.user_id).erased_at:
            continue  # an erasure that broke off is asked for again
        _logged(system, verification)
        _case(system, verification)
        _shown(system, verification)
    for user_id in machine.users:
        mine = [v for v in found if v.user_id == user_id]
        _person(system, user_id, mine)
        stands = system.verifications.person(user_id).standing()
        if stands.status is KycStatus.VERIFIED:
            _verified(machine, user_id, stands.verification_id, mine)


def _moves(system: Any, verification_id: str) -> list[dict[str, Any]]:
    return [
        entry["facts"]
        for entry in system.audit.read(verification_id)
        if entry["kind"] in ("opened", "moved")
    ]


def _logged(system: Any, verification: Verification) -> None:
    """Every state has exactly one entry, in order, and the last one is where it is."""
    moves = _moves(system, verification.verification_id)
    assert [m["move"] for m in moves] == list(range(1, verification.moves + 1))
    assert moves[-1]["to"] == verification.state
    for before, after in pairwise(moves):
        assert after["from"] == before["to"]


def _case(system: Any, verification: Verification) -> None:
    """A case is open while somebody looks, and only then; no reason is ever forgotten."""
    case = system.cases.find(verification.verification_id)
    is_open = case is not None and case.status in OPEN_STATUSES
    assert is_open == (verification.state is State.NEEDS_REVIEW), verification.state
    said = {r for m in _moves(system, verification.verification_id) for r in m.get("reasons", ())}
    assert said <= set(verification.reasons_ever)
    if is_open:
        assert set(verification.reasons_ever) <= set(case.reasons)


def _person(system: Any, user_id: str, mine: list[Verification]) -> None:
    """The person's row knows every attempt as it is."""
    person = system.verifications.person(user_id)
    if person.erased_at:
        assert person.attempts == ()
        return
    known = {a.verification_id: a.state for a in person.attempts}
    assert known == {v.verification_id: v.state for v in mine}
    assert person.sequence == sum(v.moves for v in mine)


def _shown(system: Any, verification: Verification) -> None:
    """Nothing confidential can be told apart; a review looks like every other review."""
    seen = asdict(system.verdicts.view(verification.user_id, verification.verification_id))
    told = json.dumps(seen, default=str)
    assert not [word for word in CONFIDENTIAL if word in told], told
    if verification.state is State.NEEDS_REVIEW:
        assert seen["reasons"] == ()
        assert seen["message"].startswith("A person is looking at your case.")


def _verified(machine: Any, user_id: str, named: str, mine: list[Verification]) -> None:
    """Verified means: approved, screened by the lists then in force, no open hit, nobody looks, the
    person who was read is the person who was claimed, and enough people signed."""
    system = machine.system
    verification = next(v for v in mine if v.verification_id == named)
    decided = [v for v in mine if v.state in DECIDED]
    assert max(decided, key=lambda v: v.attempt).state is State.APPROVED
    assert max(decided, key=lambda v: v.sequence).state is State.APPROVED
    assert verification.state is State.APPROVED
    assert all(v.state is not State.NEEDS_REVIEW for v in mine)
    move = _moves(system, named)[-1]
    rests_on, at = move["approval"], datetime.fromisoformat(move["movedAt"])
    assert rests_on["lists"] == machine.lists_at(at), "screened by the lists in force"
    signed = set(rests_on["by"])
    reviewers = signed & set(machine.reviewers)
    assert rests_on["screening"] == "clear" or len(reviewers) >= 2
    assert reviewers or machine.is_certain(verification), "uncertain, and approved by rule"
    theirs = machine.asked_by_vendor(verification) if not reviewers else set()
    if FOUR_EYES & (set(verification.reasons_ever) - theirs):
        assert len(reviewers) >= 2, verification.reasons_ever
    asked = _asked_before(system, verification, mine) - machine.asked_by_vendor(verification)
    assert not asked or len(reviewers) >= 2, f"{asked} was asked of an earlier attempt"
    name, _ = machine.shown_as(verification)
    assert not machine.lists.named(name, at) or len(reviewers) >= 2, "listed, and approved by rule"
    _no_later_hit(system, named, at)
    _same_person(machine, user_id, verification)


def _asked_before(system: Any, verification: Verification, mine: list[Verification]) -> set[str]:
    """What only people can answer and was asked since the last approval before this attempt."""
    found: set[str] = set()
    for earlier in sorted(mine, key=lambda v: -v.attempt):
        if earlier.attempt < verification.attempt:
            if earlier.state is State.APPROVED:
                break
            for move in _moves(system, earlier.verification_id):
                found |= CARRIED & set(move.get("reasons", ()))
    return found


def _no_later_hit(system: Any, named: str, at: datetime) -> None:
    for (subject, _), item in system.screenings.items.items():
        if subject == named and item["sanctionsStatus"] == "potential_match":
            assert datetime.fromisoformat(item["screenedAt"]) <= at


def _same_person(machine: Any, user_id: str, verification: Verification) -> None:
    """Whom the machine really showed, by document or at the vendor's, against the profile."""
    profile = machine.system.profiles.get(user_id)
    name, born = machine.shown_as(verification)
    assert same_name(name, profile.full_name), (name, profile.full_name)
    assert born == profile.date_of_birth


def settled(machine: Any) -> None:
    """What holds once every follower has heard of everything."""
    system = machine.system
    for user_id in machine.users:
        person = system.verifications.person(user_id)
        row = system.users.rows.get(user_id)
        if row is None or person.sequence == 0 or person.erased_at:
            continue  # an erasure that broke off is asked for again
        stands = person.standing()
        assert row.kyc_status is stands.status, (row.kyc_status, stands)
        assert row.kyc_session_id == stands.verification_id
    _events(system)
    _rebuilt(machine)


def _events(system: Any) -> None:
    """One event per move: no move without one, no two moves with the same."""
    published = {e.event_id: (e.verification_id, e.move) for e in system.published}
    assert len(set(published.values())) == len(published)
    for key in system.verification_store.items:
        verification = system.verifications.get(*key)
        for move in range(1, verification.moves + 1):
            assert event_id(verification.verification_id, move) in published


def _rebuilt(machine: Any) -> None:
    """From the log alone the registry and the cases come out as they are."""
    from chalicelib.domain.verifications.rebuilding import rebuilt

    system = machine.system
    owners = {k[0]: v["userId"] for k, v in system.verification_store.items.items()}
    ids = [i for i, user in owners.items() if not system.verifications.person(user).erased_at]
    found = rebuilt({i: system.audit.read(i) for i in ids})
    for user_id in machine.users:
        person = system.verifications.person(user_id)
        if person.erased_at or person.sequence == 0:
            continue
        told = found.people[person.person_id]
        assert (told.status, told.verification_id) == (
            person.standing().status, person.standing().verification_id
        )  # fmt: skip
    cases = system.cases.items.items()
    opened = {k[0] for k, c in cases if c["status"] in OPEN_STATUSES and k[0] in ids}
    assert found.open_cases == frozenset(opened)


def ends(machine: Any) -> None:
    """Nothing waits for ever: people decide what is theirs, time ends the rest."""
    machine.lists.away = False
    for user in machine.users:  # whose erasure broke off asks again
        if machine.system.verifications.person(user).erased_at:
            machine.privacy.erase(user)
    for key in list(machine.system.verification_store.items):
        verification = machine.system.verifications.get(*key)
        if verification.state is State.NEEDS_REVIEW:
            machine.system.reviews.decide(key[0], False, ("face_mismatch",), "", "rita")
    machine.system.now.move(days=9)
    machine.system.sweeping.sweep()
    with suppress(VestibuleError):
        machine.harness.cases.reconcile(everything=True)
    for key in list(machine.system.verification_store.items):
        verification = machine.system.verifications.get(*key)
        if verification.state is State.NEEDS_REVIEW:  # a vendor had second thoughts
            machine.system.reviews.decide(key[0], False, ("face_mismatch",), "", "rita")
    machine.quiet()
    check(machine)
    settled(machine)
    for user in machine.users:
        status = machine.system.verifications.person(user).standing().status
        newest = machine.system.verifications.latest(user)
        waits_for_vendor = newest is not None and newest.state is State.ERROR
        assert status is not KycStatus.PENDING or waits_for_vendor
    cases = machine.system.cases.items.values()
    assert not [c for c in cases if c["status"] in OPEN_STATUSES]
