"""Human review: two people where it matters, nobody for themselves, and no word is lost."""

import json

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound, Unavailable
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.transaction import Write
from chalicelib.domain.verifications.verification import State
from tests.present import present
from tests.services.in_memory import EMAIL, InMemorySystem, picture

RITA, RON = "reviewer-rita", "reviewer-ron"


@pytest.fixture
def plain(system: InMemorySystem) -> tuple[str, str, str]:
    """(onboarding, user, case) of somebody whose age could not be read."""
    found = system.ready()
    system.read(found[2], age=None)
    system.steps.await_decision(found[0], "token")
    system.decisions.consider(found[2])
    return found


@pytest.fixture
def grave(system: InMemorySystem) -> tuple[str, str, str]:
    """The same of somebody a watchlist may name."""
    system.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    found = system.ready()
    system.steps.await_decision(found[0], "token")
    system.decisions.consider(found[2])
    return found


def state(system: InMemorySystem, case: str) -> State:
    return system.verifications.get(case).state


def approve(system: InMemorySystem, case: str, reviewer: str = RITA) -> ReviewCase:
    return system.reviews.decide(case, True, (), "", reviewer)


def reject(
    system: InMemorySystem,
    case: str,
    reviewer: str = RITA,
    reasons: tuple[str, ...] = ("document_not_accepted",),
) -> ReviewCase:
    return system.reviews.decide(case, False, reasons, "a note", reviewer)


def test_an_approval_reaches_the_workflow(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    _, _, case = plain
    assert approve(system, case).status == "approved"
    assert state(system, case) is State.APPROVED
    assert system.workflow.answered["token"]["approved"] is True
    assert system.reviews.queue("open") == ((), "")


def test_a_rejection_keeps_its_reasons_and_reaches_the_workflow(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    _, user_id, case = plain
    decided = reject(system, case)
    assert (decided.status, decided.reviewer, decided.notes[-1].text) == (
        "rejected",
        RITA,
        "a note",
    )
    assert system.verifications.get(case).reasons == ("document_not_accepted",)
    assert system.workflow.answered["token"]["approved"] is False
    assert system.verdicts.view(user_id, case).reasons == ("document_not_accepted",)


@pytest.mark.parametrize("reasons", [(), ("no_such_reason",), ("document_expired", "made_up")])
def test_a_rejection_needs_known_reasons(
    system: InMemorySystem, plain: tuple[str, str, str], reasons: tuple[str, ...]
) -> None:
    with pytest.raises(BadRequest) as caught:
        reject(system, plain[2], reasons=reasons)
    assert caught.value.code == "reason_unknown"
    assert state(system, plain[2]) is State.NEEDS_REVIEW


def test_a_grave_case_takes_two_people_to_approve(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    _, _, case = grave
    assert approve(system, case).status == "second_review"
    assert state(system, case) is State.NEEDS_REVIEW
    assert "token" not in system.workflow.answered
    with pytest.raises(Forbidden) as caught:
        approve(system, case)
    assert caught.value.code == "four_eyes"
    assert approve(system, case, RON).status == "approved"
    assert state(system, case) is State.APPROVED


def test_one_person_is_enough_to_reject_a_grave_case(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    assert reject(system, grave[2], reasons=("fraud_suspected",)).status == "rejected"
    assert state(system, grave[2]) is State.REJECTED


def test_the_second_person_may_reject_what_the_first_approved(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    approve(system, grave[2])
    assert reject(system, grave[2], RON).status == "rejected"
    assert state(system, grave[2]) is State.REJECTED


def test_nobody_sees_or_decides_their_own_case(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    _, user_id, case = grave
    acts = (
        lambda: system.reviews.case(case, user_id),
        lambda: approve(system, case, user_id),
        lambda: reject(system, case, user_id),
        lambda: system.reviews.ask_again(case, ("document_unreadable",), "", user_id),
    )
    for act in acts:
        with pytest.raises(Forbidden) as caught:
            act()
        assert caught.value.code == "own_case"
    assert system.cases.get(case).status == "open"


def test_a_decided_case_is_over_for_others(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    approve(system, plain[2])
    for act in (reject, approve):
        with pytest.raises(Conflict) as caught:
            act(system, plain[2], RON)
        assert caught.value.code == "case_already_decided"
    assert state(system, plain[2]) is State.APPROVED


def test_two_reviewers_at_once_decide_once(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    case = plain[2]
    system.meanwhile(State.APPROVED, lambda: reject(system, case, RON))
    with pytest.raises(Conflict):
        approve(system, case)
    assert state(system, case) is State.REJECTED
    assert system.cases.get(case).reviewer == RON


def test_a_word_and_what_it_moves_are_kept_at_once_or_not_at_all(
    system: InMemorySystem, plain: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = plain[2]
    commit = system.transactions.commit

    def away(*writes: Write) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(system.transactions, "commit", away)
    with pytest.raises(Unavailable):
        approve(system, case)
    monkeypatch.setattr(system.transactions, "commit", commit)
    assert state(system, case) is State.NEEDS_REVIEW
    assert (system.cases.get(case).status, system.cases.get(case).notes) == ("open", ())
    approve(system, case)
    assert approve(system, case).status == "approved", "said again, it changes nothing"
    assert state(system, case) is State.APPROVED
    assert system.workflow.answered["token"]["approved"] is True


def test_a_verification_that_ended_meanwhile_is_not_decided(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    _, _, case = plain
    system.verifications.close(case, State.EXPIRED, ("timed_out",))
    with pytest.raises(Conflict):
        approve(system, case)
    assert system.cases.get(case).status == "timed_out"


def test_every_reviewers_note_stays_and_is_shown(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    _, _, case = grave
    system.reviews.decide(case, True, (), "the first looked", RITA)
    system.reviews.decide(case, False, ("fraud_suspected",), "the second saw more", RON)
    notes = [(n.reviewer, n.word, n.text) for n in system.cases.get(case).notes]
    assert notes == [
        (RITA, "approved", "the first looked"),
        (RON, "rejected", "the second saw more"),
    ]
    assert present(system.reviews.case(case, RITA).declared).full_name == "Anna Demosthenous"


def test_a_case_nobody_opened_is_not_found(system: InMemorySystem) -> None:
    for act in (approve, reject):
        with pytest.raises(NotFound) as caught:
            act(system, "no-such-case")
        assert caught.value.code == "case_not_found"


def test_looking_at_a_case_is_recorded_with_who_looked(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    case = grave[2]
    shown = system.reviews.case(case, RITA)
    assert present(shown.screening).matches == ({"score": 0.9},)
    assert len(shown.frame_links) == 12 and len(shown.document_links) == 1
    assert [e["kind"] for e in shown.history][-2:] == ["decided", "moved"]
    assert system.audit.entries[-1] == (case, "viewed", {"reviewer": RITA})


def test_the_note_of_a_reviewer_stays_out_of_the_audit(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    reject(system, plain[2])
    assert "a note" not in json.dumps(system.audit.entries, default=str)


def test_the_queue_shows_whoever_waits_longest_first_and_all_of_them(
    system: InMemorySystem,
) -> None:
    cases = []
    for number in range(5):
        system.now.move(minutes=1)
        _, user_id = system.confirmed(f"p{number}@applicants.example")
        cases.append(system.uploaded(user_id))
        system.decisions.ask_for_help(user_id, cases[-1])
    seen, cursor = [], ""
    while True:
        page, cursor = system.reviews.queue("open", 2, cursor)
        assert len(page) <= 2
        seen += [c.case_id for c in page]
        if not cursor:
            break
    assert seen == cases
    with pytest.raises(BadRequest) as caught:
        system.reviews.queue("open", 2, "no cursor")
    assert caught.value.code == "cursor_invalid"


def test_asking_again_tells_the_applicant_what_to_send(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    _, user_id, case = plain
    asked = system.reviews.ask_again(case, ("document_unreadable",), "blurred", RITA)
    assert asked.status == "asked_again"
    verification = system.verifications.get(case)
    assert (verification.state, verification.sides) == (State.RESUBMIT_REQUESTED, ())
    address, template, data = system.messages.mails[-1]
    assert (address, template) == (EMAIL, "more-information-needed")
    assert data["reason"] == "We could not read your document. Please send a sharper picture."
    assert "/verify.html#vl_" in data["link"], "no password is wanted to send it"
    assert system.verdicts.view(user_id, case).reasons == ("document_unreadable",)
    with pytest.raises(Conflict):
        system.reviews.ask_again(case, ("document_unreadable",), "", RITA)


def test_what_comes_after_asking_again_is_decided_anew(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    _, user_id, case = plain
    system.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    system.now.move(minutes=5)
    system.uploads.accept(user_id, picture("better"))
    system.compare(system.show(user_id, case))
    system.screening.screen(system.read(case))
    assert present(system.decisions.consider(case)).outcome == "approved"
    assert system.workflow.answered["token"]["approved"] is True


def test_an_old_liveness_check_does_not_count_for_new_pictures(
    system: InMemorySystem, plain: tuple[str, str, str]
) -> None:
    _, user_id, case = plain
    system.now.move(minutes=1)
    system.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    system.now.move(minutes=5)
    system.uploads.accept(user_id, picture("better"))
    system.screening.screen(system.read(case))
    assert system.decisions.consider(case) is None


def test_a_case_comes_back_fresh_when_the_new_pictures_are_no_better(
    system: InMemorySystem, grave: tuple[str, str, str]
) -> None:
    _, user_id, case = grave
    approve(system, case)  # the first of two
    system.reviews.ask_again(case, ("document_unreadable",), "", RON)
    system.now.move(minutes=5)
    system.uploads.accept(user_id, picture("no better"))
    system.compare(system.show(user_id, case))
    system.screening.screen(system.read(case))
    system.decisions.consider(case)
    again = system.cases.get(case)
    assert (again.status, again.first_reviewer, again.reviewer) == ("open", "", "")
    assert approve(system, case).status == "second_review"


def test_asking_again_that_failed_has_changed_nothing_and_can_be_repeated(
    system: InMemorySystem, plain: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = plain[2]
    commit = system.transactions.commit

    def away(*writes: Write) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(system.transactions, "commit", away)
    with pytest.raises(Unavailable):
        system.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    assert system.cases.get(case).status == "open"
    monkeypatch.setattr(system.transactions, "commit", commit)
    system.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    assert state(system, case) is State.RESUBMIT_REQUESTED
