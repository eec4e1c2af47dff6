"""Human review: two people where it matters, nobody for themselves, and no word is lost."""

import json

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound, Unavailable
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import State
from tests.services.world import EMAIL, picture

RITA, RON = "reviewer-rita", "reviewer-ron"


@pytest.fixture
def plain(world):
    """(onboarding, user, case) of somebody whose age could not be read."""
    found = world.ready()
    world.read(found[2], age=None)
    world.steps.await_decision(found[0], "token")
    world.decisions.consider(found[2])
    return found


@pytest.fixture
def grave(world):
    """The same of somebody a watchlist may name."""
    world.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    found = world.ready()
    world.steps.await_decision(found[0], "token")
    world.decisions.consider(found[2])
    return found


def state(world, case):
    return world.verifications.get(case).state


def approve(world, case, reviewer=RITA):
    return world.reviews.decide(case, True, (), "", reviewer)


def reject(world, case, reviewer=RITA, reasons=("document_not_accepted",)):
    return world.reviews.decide(case, False, reasons, "a note", reviewer)


def test_an_approval_reaches_the_workflow(world, plain):
    _, _, case = plain
    assert approve(world, case).status == "approved"
    assert state(world, case) is State.APPROVED
    assert world.workflow.answered["token"]["approved"] is True
    assert world.reviews.queue("open") == ((), "")


def test_a_rejection_keeps_its_reasons_and_reaches_the_workflow(world, plain):
    _, user_id, case = plain
    decided = reject(world, case)
    assert (decided.status, decided.reviewer, decided.notes[-1].text) == (
        "rejected",
        RITA,
        "a note",
    )
    assert world.verifications.get(case).reasons == ("document_not_accepted",)
    assert world.workflow.answered["token"]["approved"] is False
    assert world.verdicts.view(user_id, case).reasons == ("document_not_accepted",)


@pytest.mark.parametrize("reasons", [(), ("no_such_reason",), ("document_expired", "made_up")])
def test_a_rejection_needs_known_reasons(world, plain, reasons):
    with pytest.raises(BadRequest) as caught:
        reject(world, plain[2], reasons=reasons)
    assert caught.value.code == "reason_unknown"
    assert state(world, plain[2]) is State.NEEDS_REVIEW


def test_a_grave_case_takes_two_people_to_approve(world, grave):
    _, _, case = grave
    assert approve(world, case).status == "second_review"
    assert state(world, case) is State.NEEDS_REVIEW
    assert "token" not in world.workflow.answered
    with pytest.raises(Forbidden) as caught:
        approve(world, case)
    assert caught.value.code == "four_eyes"
    assert approve(world, case, RON).status == "approved"
    assert state(world, case) is State.APPROVED


def test_one_person_is_enough_to_reject_a_grave_case(world, grave):
    assert reject(world, grave[2], reasons=("fraud_suspected",)).status == "rejected"
    assert state(world, grave[2]) is State.REJECTED


def test_the_second_person_may_reject_what_the_first_approved(world, grave):
    approve(world, grave[2])
    assert reject(world, grave[2], RON).status == "rejected"
    assert state(world, grave[2]) is State.REJECTED


def test_nobody_sees_or_decides_their_own_case(world, grave):
    _, user_id, case = grave
    acts = (
        lambda: world.reviews.case(case, user_id),
        lambda: approve(world, case, user_id),
        lambda: reject(world, case, user_id),
        lambda: world.reviews.ask_again(case, ("document_unreadable",), "", user_id),
    )
    for act in acts:
        with pytest.raises(Forbidden) as caught:
            act()
        assert caught.value.code == "own_case"
    assert world.cases.get(case).status == "open"


def test_a_decided_case_is_over_for_others(world, plain):
    approve(world, plain[2])
    for act in (reject, approve):
        with pytest.raises(Conflict) as caught:
            act(world, plain[2], RON)
        assert caught.value.code == "case_already_decided"
    assert state(world, plain[2]) is State.APPROVED


def test_two_reviewers_at_once_decide_once(world, plain):
    case = plain[2]
    world.meanwhile(State.APPROVED, lambda: reject(world, case, RON))
    with pytest.raises(Conflict):
        approve(world, case)
    assert state(world, case) is State.REJECTED
    assert world.cases.get(case).reviewer == RON


def test_a_word_and_what_it_moves_are_kept_at_once_or_not_at_all(world, plain):
    case = plain[2]
    commit = world.transactions.commit

    def away(*writes):
        raise Unavailable("not now")

    world.transactions.commit = away
    with pytest.raises(Unavailable):
        approve(world, case)
    world.transactions.commit = commit
    assert state(world, case) is State.NEEDS_REVIEW
    assert (world.cases.get(case).status, world.cases.get(case).notes) == ("open", ())
    approve(world, case)
    assert approve(world, case).status == "approved", "said again, it changes nothing"
    assert state(world, case) is State.APPROVED
    assert world.workflow.answered["token"]["approved"] is True


def test_a_verification_that_ended_meanwhile_is_not_decided(world, plain):
    _, _, case = plain
    world.verifications.close(case, State.EXPIRED, ("timed_out",))
    with pytest.raises(Conflict):
        approve(world, case)
    assert world.cases.get(case).status == "timed_out"


def test_every_reviewers_note_stays_and_is_shown(world, grave):
    _, _, case = grave
    world.reviews.decide(case, True, (), "the first looked", RITA)
    world.reviews.decide(case, False, ("fraud_suspected",), "the second saw more", RON)
    notes = [(n.reviewer, n.word, n.text) for n in world.cases.get(case).notes]
    assert notes == [
        (RITA, "approved", "the first looked"),
        (RON, "rejected", "the second saw more"),
    ]
    assert world.reviews.case(case, RITA).declared.full_name == "Anna Demosthenous"


def test_a_case_nobody_opened_is_not_found(world):
    for act in (approve, reject):
        with pytest.raises(NotFound) as caught:
            act(world, "no-such-case")
        assert caught.value.code == "case_not_found"


def test_looking_at_a_case_is_recorded_with_who_looked(world, grave):
    case = grave[2]
    shown = world.reviews.case(case, RITA)
    assert shown.screening.matches == ({"score": 0.9},)
    assert len(shown.frame_links) == 12 and len(shown.document_links) == 1
    assert [e["kind"] for e in shown.history][-2:] == ["decided", "moved"]
    assert world.audit.entries[-1] == (case, "viewed", {"reviewer": RITA})


def test_the_note_of_a_reviewer_stays_out_of_the_audit(world, plain):
    reject(world, plain[2])
    assert "a note" not in json.dumps(world.audit.entries, default=str)


def test_the_queue_shows_whoever_waits_longest_first_and_all_of_them(world):
    cases = []
    for number in range(5):
        world.now.move(minutes=1)
        _, user_id = world.confirmed(f"p{number}@applicants.example")
        cases.append(world.uploaded(user_id))
        world.decisions.ask_for_help(user_id, cases[-1])
    seen, cursor = [], ""
    while True:
        page, cursor = world.reviews.queue("open", 2, cursor)
        assert len(page) <= 2
        seen += [c.case_id for c in page]
        if not cursor:
            break
    assert seen == cases
    with pytest.raises(BadRequest) as caught:
        world.reviews.queue("open", 2, "no cursor")
    assert caught.value.code == "cursor_invalid"


def test_asking_again_tells_the_applicant_what_to_send(world, plain):
    _, user_id, case = plain
    asked = world.reviews.ask_again(case, ("document_unreadable",), "blurred", RITA)
    assert asked.status == "asked_again"
    verification = world.verifications.get(case)
    assert (verification.state, verification.sides) == (State.RESUBMIT_REQUESTED, ())
    address, template, data = world.messages.mails[-1]
    assert (address, template) == (EMAIL, "more-information-needed")
    assert data["reason"] == "We could not read your document. Please send a sharper picture."
    assert "/verify.html#vl_" in data["link"], "no password is wanted to send it"
    assert world.verdicts.view(user_id, case).reasons == ("document_unreadable",)
    with pytest.raises(Conflict):
        world.reviews.ask_again(case, ("document_unreadable",), "", RITA)


def test_what_comes_after_asking_again_is_decided_anew(world, plain):
    _, user_id, case = plain
    world.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    world.now.move(minutes=5)
    world.uploads.accept(user_id, picture("better"))
    world.compare(world.show(user_id, case))
    world.screening.screen(world.read(case))
    assert world.decisions.consider(case).outcome == "approved"
    assert world.workflow.answered["token"]["approved"] is True


def test_an_old_liveness_check_does_not_count_for_new_pictures(world, plain):
    _, user_id, case = plain
    world.now.move(minutes=1)
    world.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    world.now.move(minutes=5)
    world.uploads.accept(user_id, picture("better"))
    world.screening.screen(world.read(case))
    assert world.decisions.consider(case) is None


def test_a_case_comes_back_fresh_when_the_new_pictures_are_no_better(world, grave):
    _, user_id, case = grave
    approve(world, case)  # the first of two
    world.reviews.ask_again(case, ("document_unreadable",), "", RON)
    world.now.move(minutes=5)
    world.uploads.accept(user_id, picture("no better"))
    world.compare(world.show(user_id, case))
    world.screening.screen(world.read(case))
    world.decisions.consider(case)
    again = world.cases.get(case)
    assert (again.status, again.first_reviewer, again.reviewer) == ("open", "", "")
    assert approve(world, case).status == "second_review"


def test_asking_again_that_failed_has_changed_nothing_and_can_be_repeated(world, plain):
    case = plain[2]
    commit = world.transactions.commit

    def away(*writes):
        raise Unavailable("not now")

    world.transactions.commit = away
    with pytest.raises(Unavailable):
        world.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    assert world.cases.get(case).status == "open"
    world.transactions.commit = commit
    world.reviews.ask_again(case, ("document_unreadable",), "", RITA)
    assert state(world, case) is State.RESUBMIT_REQUESTED
