"""The reviewers' desk: one case, one pair of hands; nothing is lost and nobody waits for ever."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.memory_people import MemoryAccount
from chalicelib.domain.errors import BadRequest, Conflict, Forbidden
from chalicelib.domain.reviews.finding import Wanted, text
from chalicelib.domain.reviews.review import GIVEN, HELD, MOST_NOTES, ReviewCase
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.verification import State
from chalicelib.services.reviews import desk as desks
from chalicelib.services.reviews.desk import Desk
from tests.present import present
from tests.services.in_memory import InMemorySystem

RITA, RON = "reviewer-rita", "reviewer-ron"
ALL = Wanted()


@pytest.fixture
def desk(system: InMemorySystem) -> Desk:
    return system.app.desk


@pytest.fixture
def line(system: InMemorySystem) -> list[str]:
    """Three cases, the oldest first."""
    cases = []
    for number in range(3):
        system.now.move(minutes=1)
        _, user_id = system.confirmed(f"p{number}@applicants.example")
        cases.append(system.uploaded(user_id))
        system.decisions.ask_for_help(user_id, cases[-1])
    return cases


@pytest.fixture
def plain(system: InMemorySystem) -> str:
    """A case that one person may decide."""
    found = system.ready()
    system.read(found[2], age=None)
    system.decisions.consider(found[2])
    return found[2]


def code(act: Callable[..., object], *words: object, **more: Any) -> str:
    with pytest.raises((Conflict, Forbidden, BadRequest)) as caught:
        act(*words, **more)
    return caught.value.code


def ids(cases: Iterable[ReviewCase]) -> list[str]:
    return [case.case_id for case in cases]


def test_a_case_is_in_one_pair_of_hands(system: InMemorySystem, desk: Desk, plain: str) -> None:
    taken = desk.take(plain, RITA)
    assert (taken.holder, taken.held_until) == (RITA, system.now() + HELD)
    assert code(desk.take, plain, RON) == "case_held"
    assert code(system.reviews.decide, plain, True, (), "", RON) == "case_held"
    assert code(system.reviews.ask_again, plain, ("document_unreadable",), "", RON) == "case_held"
    decided = system.reviews.decide(plain, True, (), "", RITA)
    assert (decided.status, decided.holder, decided.held_until) == ("approved", "", None)


def test_hands_that_fall_asleep_lose_it_and_those_that_work_keep_it(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    first = desk.take(plain, RITA)
    system.now.move(minutes=2)
    assert desk.take(plain, RITA) == first, "nothing is written while there is time"
    system.now.move(minutes=6)
    assert desk.take(plain, RITA).held_until == system.now() + HELD
    system.now.move(minutes=9)
    assert code(desk.take, plain, RON) == "case_held"
    system.now.move(minutes=1)
    assert desk.take(plain, RON).holder == RON
    assert code(system.reviews.decide, plain, True, (), "", RITA) == "case_held"


def test_a_case_can_be_taken_over_which_is_recorded_and_be_let_go(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    desk.take(plain, RITA)
    assert desk.take(plain, RON, over=True).holder == RON
    assert system.audit.entries[-1] == (plain, "taken_over", {"reviewer": RON, "from": RITA})
    assert desk.let_go(plain, RITA).holder == RON, "only who has it lets it go"
    assert desk.let_go(plain, RON).holder == ""
    assert desk.take(plain, RITA).holder == RITA


def test_nobody_has_to_hold_a_case_to_decide_it(system: InMemorySystem, plain: str) -> None:
    assert system.reviews.decide(plain, True, (), "", RITA).status == "approved"


def test_a_held_case_still_ends_when_its_verification_does(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    desk.take(plain, RITA)
    system.verifications.close(plain, State.EXPIRED, ("timed_out",))
    assert (system.cases.get(plain).status, system.cases.get(plain).holder) == ("timed_out", "")
    assert code(desk.take, plain, RITA) == "case_already_decided"


def test_the_next_case_is_the_oldest_that_nobody_holds(
    system: InMemorySystem, desk: Desk, line: list[str]
) -> None:
    assert present(desk.next(ALL, RITA)).case_id == line[0]
    assert present(desk.next(ALL, RITA)).case_id == line[0], "the one in hand comes first"
    assert present(desk.next(ALL, RON)).case_id == line[1]
    assert present(desk.next(ALL, "reviewer-ruth")).case_id == line[2]
    assert desk.next(ALL, "reviewer-remo") is None
    system.now.move(minutes=11)
    assert present(desk.next(ALL, "reviewer-remo")).case_id == line[0]


def test_who_was_quicker_is_passed_by(
    system: InMemorySystem, desk: Desk, line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    update, raced = system.cases.update, list[bool]()

    def racing(*key: str, change: Callable[[ReviewCase], ReviewCase]) -> ReviewCase:
        if not raced:
            raced.append(True)
            desk.take(line[0], RON)
        return update(*key, change=change)

    monkeypatch.setattr(system.cases, "update", racing)
    assert present(desk.next(ALL, RITA)).case_id == line[1]
    assert system.cases.get(line[0]).holder == RON


def test_second_looks_stand_in_the_same_line_and_never_before_the_first_reviewer(
    system: InMemorySystem, desk: Desk, line: list[str]
) -> None:
    case = system.cases.get(line[1])
    system.cases.save(
        replace(case, status="second_review", first_reviewer=RITA, version=case.version + 1)
    )
    assert ids([present(desk.next(ALL, RITA))]) == [line[0]]
    desk.let_go(line[0], RITA)
    system.reviews.cases.update(line[0], change=lambda c: c.given("reviewer-ruth", system.now()))
    assert present(desk.next(ALL, RITA)).case_id == line[2], "not the one that she saw first"


def test_ones_own_case_is_never_next(system: InMemorySystem, desk: Desk, line: list[str]) -> None:
    owner = system.cases.get(line[0]).user_id
    taken = desk.next(ALL, owner)
    assert taken is None or taken.user_id != owner


def test_filters_and_search_look_through_everything_and_page(
    system: InMemorySystem, desk: Desk, line: list[str]
) -> None:
    found, cursor = desk.find("open", Wanted(reason="assistance_requested"), RITA, 2)
    assert ids(found) == line[:2] and cursor
    found, cursor = desk.find("open", Wanted(reason="assistance_requested"), RITA, 2, cursor)
    assert ids(found) == line[2:]
    assert desk.find("open", Wanted(reason="under_age"), RITA) == ((), "")
    user_id = system.cases.get(line[1]).user_id
    asked = Wanted(text=text(user_id, system.app.hashed))
    assert ids(desk.find("open", asked, RITA, 1)[0]) == [line[1]]


def test_a_case_is_found_by_the_name_the_number_and_the_language_of_its_person(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    case = system.cases.get(plain)
    assert (case.level, case.language) == ("default", "en")
    system.documents.put(
        replace(
            system.documents.get(plain),
            number_hash=system.app.hashed("number", "AB123456"),
            fields={"name": {"value": "DEMOSTHENOUS<PARSONS, ANNA"}},
        )
    )
    moved = system.published[-1]
    system.app.cases_are_found.follow(moved)
    before = system.cases.get(plain).version
    system.app.cases_are_found.follow(moved)
    assert system.cases.get(plain).version == before, "the same again changes nothing"

    def finds(typed: str, **more: Any) -> list[str]:
        asked = Wanted(text=text(typed, system.app.hashed), **more)
        return ids(desk.find("open", asked, RITA)[0])

    for typed in ("anna demosthenous", "Parsons", "AB 123456", plain[:8]):
        assert finds(typed, language="en", level="default") == [plain]
    for typed in ("Anna Other", "AB123457"):
        assert finds(typed) == []
    assert finds("Anna", language="de") == []


def test_closed_cases_are_looked_through_bit_by_bit(
    system: InMemorySystem, desk: Desk, line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in line:
        system.reviews.decide(case, False, ("document_not_accepted",), "", RITA)
    monkeypatch.setattr(desks, "LOOKED_THROUGH", 1)
    oldest = Wanted(text=text(line[0], system.app.hashed))
    seen, cursor, asked = list[ReviewCase](), "", 0
    while True:
        found, cursor = desk.find("rejected", oldest, RITA, 1, cursor)
        seen += found
        asked += 1
        if not cursor:
            break
    assert ids(seen) == [line[0]] and asked >= 3


def test_what_waits_is_counted_by_kind(system: InMemorySystem, desk: Desk, line: list[str]) -> None:
    desk.take(line[0], RITA)
    desk.take(line[1], RON)
    counts = desk.counts("open", Wanted(holder="me"), RITA)
    assert counts.waiting == {"open": 3, "second_review": 0}
    assert (counts.found, counts.mine, counts.held, counts.more) == (1, 1, 2, False)
    assert counts.reasons == {"assistance_requested": 3}
    assert (counts.levels, sum(counts.due.values())) == ({"default": 3}, 3)
    system.now.move(days=9)
    later = desk.counts("open", ALL, RITA)
    assert later.due == {"overdue": 3} and later.held == 0
    assert desk.counts("approved", ALL, RITA).found == 0


def test_cases_are_given_to_a_reviewer_for_a_day_and_back_to_all(
    system: InMemorySystem, desk: Desk, line: list[str], staff: MemoryAccount
) -> None:
    assert desk.give(line[:2], staff.email, RITA) == [desks.Outcome(case, "") for case in line[:2]]
    assert system.cases.get(line[0]).holder == staff.user_id
    facts = {"reviewer": RITA, "to": staff.user_id}
    assert system.audit.entries[-1] == (line[1], "assigned", facts)
    assert present(desk.next(ALL, RON)).case_id == line[2]
    assert present(desk.next(ALL, staff.user_id)).case_id == line[0]
    assert desk.give(line[:1], "", RITA)[0].code == ""
    assert system.cases.get(line[0]).holder == ""
    system.now.move(seconds=int(GIVEN.total_seconds()) + 1)
    assert desk.take(line[1], RON).holder == RON, "nothing waits for who is away"


def test_a_case_is_given_to_reviewers_only_and_one_that_cannot_be_stops_no_other(
    system: InMemorySystem, desk: Desk, line: list[str], staff: MemoryAccount
) -> None:
    for stranger in ("nobody@applicants.example", system.cases.get(line[0]).user_id):
        assert code(desk.give, line, stranger, RITA) == "reviewer_unknown"
    system.reviews.decide(line[0], False, ("document_not_accepted",), "", RITA)
    unknown = "99999999-9999-4999-8999-999999999999"
    assert [one.code for one in desk.give([line[0], unknown, line[1]], staff.user_id, RITA)] == [
        "case_already_decided",
        "case_not_found",
        "",
    ]


def test_many_are_refused_at_once_but_never_one_that_takes_two_people(
    system: InMemorySystem, desk: Desk, plain: str, staff: MemoryAccount
) -> None:
    system.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    _, user_id = system.confirmed("second@applicants.example")
    grave = system.uploaded(user_id)
    system.decisions.ask_for_help(user_id, grave)
    done = desk.close([grave, plain], ("document_not_accepted",), "a wave of copies", RITA)
    assert [one.code for one in done] == ["four_eyes", ""]
    assert system.cases.get(grave).status == "open"
    assert system.verifications.get(plain).state is State.REJECTED
    assert desk.close([plain], ("no_such_reason",), "", RITA) == [
        desks.Outcome(plain, "reason_unknown")
    ]


@pytest.fixture
def staff(system: InMemorySystem) -> MemoryAccount:
    """A reviewer with an account."""
    onboarding = system.sign_up("ruth@staff.example", "+306912345670")
    user_id = system.onboardings.get(onboarding).user_id
    system.identity.members[user_id] = {"reviewers"}
    return present(system.identity.find(user_id))


def test_what_is_due_is_told_by_working_hours(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    case = replace(system.cases.get(plain), opened_at=system.now() - timedelta(days=9))
    assert desk.due(case)[1] == "overdue"
    assert desk.due(system.cases.get(plain))[1] == "in_time"


def test_a_note_is_written_while_the_case_is_open_whoever_holds_it(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    desk.take(plain, RON)
    noted = desk.note(plain, "the seal looks odd", (), RITA)
    assert [(n.reviewer, n.word, n.text) for n in noted.notes] == [
        (RITA, "noted", "the seal looks odd")
    ]
    assert noted.held_by(system.now()) == RON
    assert desk.note(plain, "the seal looks odd", (), RITA).notes == noted.notes  # a double click
    system.reviews.decide(plain, False, ("document_unreadable",), "so it is", RON)
    assert [n.word for n in system.cases.get(plain).notes] == ["noted", "rejected"]
    assert code(desk.note, plain, "too late", (), RITA) == "case_already_decided"
    assert "odd" not in json.dumps(system.audit.entries, default=str)


def test_who_is_mentioned_finds_the_case_until_they_have_looked(
    system: InMemorySystem, desk: Desk, plain: str, staff: MemoryAccount
) -> None:
    ron = staff.user_id
    desk.note(plain, "please compare the faces", ("ruth@staff.example",), RITA)
    asked = Wanted(mentioned="me")
    assert ids(desk.find("open", asked, ron)[0]) == [plain]
    assert desk.find("open", asked, RITA)[0] == ()
    assert desk.counts("open", ALL, ron).mentioned == 1
    system.reviews.case(plain, RITA)  # somebody else looks
    assert desk.counts("open", ALL, ron).mentioned == 1
    system.reviews.case(plain, ron)
    assert desk.counts("open", ALL, ron).mentioned == 0
    assert system.cases.get(plain).notes[0].mentions == (ron,)


def test_only_reviewers_are_mentioned_and_never_the_applicant(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    applicant = system.cases.get(plain).user_id
    system.confirmed("nobody@applicants.example")
    for name in ("nobody@applicants.example", "unknown@staff.example"):
        assert code(desk.note, plain, "look", (name,), RITA) == "reviewer_unknown"
    system.identity.members[applicant] = {"reviewers"}
    assert code(desk.note, plain, "look", (applicant,), RITA) == "own_case"
    assert code(desk.note, plain, "mine", (), applicant) == "own_case"
    assert system.cases.get(plain).notes == ()


def test_a_case_has_so_many_notes(system: InMemorySystem, desk: Desk, plain: str) -> None:
    for number in range(MOST_NOTES):
        desk.note(plain, f"note {number}", (), RITA)
    assert code(desk.note, plain, "one more", (), RITA) == "too_many_notes"


@pytest.fixture
def second_look(system: InMemorySystem, plain: str, staff: MemoryAccount) -> str:
    """A case that waits for its second reviewer; `staff` was the first."""
    case = system.cases.get(plain)
    first = replace(
        case, status="second_review", first_reviewer=staff.user_id, version=case.version + 1
    )
    system.cases.save(first)
    return plain


def test_a_second_look_is_neither_taken_by_nor_given_to_the_first_reviewer(
    system: InMemorySystem, desk: Desk, staff: MemoryAccount, second_look: str
) -> None:
    assert code(desk.take, second_look, staff.user_id) == "four_eyes"
    assert [one.code for one in desk.give([second_look], staff.user_id, RON)] == ["four_eyes"]
    assert system.cases.get(second_look).holder == ""
    assert [one.code for one in desk.give([second_look], "", RON)] == [""]
    assert code(desk.take, second_look, RON) == "four_eyes"  # who has proven nothing may be anybody


def test_a_case_is_decided_by_known_reasons_and_a_refusal_by_one_at_least(
    system: InMemorySystem, plain: str
) -> None:
    assert code(system.reviews.decide, plain, False, (), "", RITA) == "reason_unknown"
    assert code(system.reviews.decide, plain, True, ("no_such",), "", RITA) == "reason_unknown"
    assert code(system.reviews.decide, plain, False, ("no_such",), "", RITA) == "reason_unknown"
    assert system.cases.get(plain).status == "open"


def test_a_case_whose_attempt_has_ended_is_decided_by_nobody(
    system: InMemorySystem, plain: str
) -> None:
    system.moved(plain, State.REJECTED, ("fraud_suspected",))
    assert code(system.reviews.decide, plain, True, (), "", RITA) == "case_already_decided"


def test_what_was_taken_out_of_anothers_hands_is_in_the_log(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    def taken_over() -> list[Mapping[str, Any]]:
        return [e["facts"] for e in system.audit.read(plain) if e["kind"] == "taken_over"]

    desk.take(plain, RITA, over=True)
    desk.take(plain, RITA, over=True)
    assert taken_over() == []
    desk.take(plain, RON, over=True)
    assert [(f["reviewer"], f["from"]) for f in taken_over()] == [(RON, RITA)]
    system.now.move(seconds=int(HELD.total_seconds()) + 1)
    desk.take(plain, RITA, over=True)
    assert len(taken_over()) == 1


def test_without_rules_nobody_is_given_a_case(
    system: InMemorySystem, desk: Desk, plain: str
) -> None:
    assert system.cases.get(plain).held_by(system.now()) == ""
