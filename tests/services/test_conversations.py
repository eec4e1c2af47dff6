"""Whole conversations of applicants whose cases differ in nothing but what they may not know: every
answer, mail and text message is the same, before, during and after the review.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, is_dataclass, replace

import pytest

from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.records import NumberUse
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.domain.verifications.notices import INTERNAL_ONLY, NEUTRAL, REASONS
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem, picture

#: What a case may be under review for, and none of whom may tell which it is.
CONFIDENTIAL = ("watchlist_match", "duplicate_identity", "screening_unavailable")
ORDINARY = "age_unknown"
NEUTRAL_REASONS = sorted(r for r, text in REASONS.items() if text == NEUTRAL)
HIT = ScreeningResult("potential_match", (), "v1", 0.8, {"un": "1"})


class Conversation:
    """One applicant's system, and everything they were ever answered."""

    def __init__(self, why: str) -> None:
        self.system = system = InMemorySystem()
        self.why, self.heard = why, list[str]()
        if why == "watchlist_match":
            system.watchlists[0].answer = HIT
        if why == "screening_unavailable":
            system.watchlists[0].answer = replace(HIT, status="unavailable")
        _, self.user, self.case = system.ready()
        if why == "duplicate_identity":
            use = next(iter(system.numbers.items.values()))["numberHash"]
            system.numbers.put(NumberUse(use, "somebody-else", "another"))
        if why == ORDINARY:
            document = system.documents.get(self.case)
            system.documents.put(replace(document, age=None))
        self.privacy = system.app.privacy
        self.listen(tries=False)

    def listen(self, tries: bool = True) -> None:
        """Asks everything that an applicant can ask, and tries everything they can try."""
        system, user, case = self.system, self.user, self.case
        self.system.now.move(seconds=5)
        questions = (
            lambda: system.verdicts.view(user, case),
            lambda: system.people.me(user),
            lambda: system.people.kyc(user),
            lambda: system.previews.of(user, case),
            lambda: self.privacy.export(user),
        )
        attempts = (
            lambda: system.uploads.accept(user, picture("another")),
            lambda: system.uploads.form(user, "image/jpeg", 1000, "front"),
            lambda: system.liveness.start(user, case).session_id,
            lambda: system.decisions.ask_for_help(user, case),
        )
        asked = (*questions, *attempts) if tries else questions
        self.heard += [self._answer(ask) for ask in asked]
        told = (system.messages.mails, system.messages.texts)
        self.heard.append(without_chance(json.dumps(told, default=str)))

    @staticmethod
    def _answer(ask: Callable[[], object]) -> str:
        try:
            found = ask()
            told = asdict(found) if is_dataclass(found) and not isinstance(found, type) else found
            return without_chance(json.dumps(told, default=str, sort_keys=True))
        except VestibuleError as refused:
            return f"{type(refused).__name__} {refused.code} {refused}"

    def is_decided(self) -> None:
        self.system.decisions.consider(self.case)
        assert self.system.verifications.get(self.case).state is State.NEEDS_REVIEW
        self.listen()

    def is_looked_at(self) -> None:
        """One of two reviewers approves where two are needed; elsewhere somebody just looks."""
        with suppress(VestibuleError):
            if self.system.cases.get(self.case).needs_four_eyes:
                self.system.reviews.decide(self.case, True, (), "a note", "rita")
        self.listen()

    def is_refused(self, reason: str) -> None:
        self.system.reviews.decide(self.case, False, (reason,), "a note", "ron")
        self.listen()


def without_chance(told: str) -> str:
    """Gestures and codes are drawn; `at` of a log in memory is a place and no time."""
    told = re.sub(r'"gestures": \[[^]]*\]', "gestures", told)
    return re.sub(r'"\d{6} is your code|"at": "\d+"', "drawn", told)


@pytest.mark.parametrize(
    ("why", "after"),
    [
        *(("watchlist_match", after) for after in NEUTRAL_REASONS),
        *((why, "fraud_suspected") for why in CONFIDENTIAL[1:]),
    ],
)
def test_a_conversation_gives_away_nothing(why: str, after: str) -> None:
    secret, plain = Conversation(why), Conversation(ORDINARY)
    for one in (secret, plain):
        one.is_decided()
        one.is_looked_at()
    secret.is_refused(after)
    plain.is_refused("reviewer_decision")
    assert secret.heard == plain.heard


def test_the_listener_hears_what_is_not_confidential() -> None:
    told, plain = Conversation(ORDINARY), Conversation(ORDINARY)
    for one in (told, plain):
        one.is_decided()
    told.is_refused("document_expired")
    plain.is_refused("reviewer_decision")
    assert told.heard != plain.heard


@pytest.mark.parametrize("reason", sorted(INTERNAL_ONLY))
def test_a_second_look_at_somebody_verified_looks_the_same_whatever_it_is_for(reason: str) -> None:
    secret, plain = Conversation("nothing"), Conversation("nothing")
    for one, why in ((secret, reason), (plain, "face_mismatch")):
        one.system.decisions.consider(one.case)
        assert one.system.verifications.get(one.case).state is State.APPROVED
        one.listen()
        assert one.system.verifications.get(one.case).state is State.APPROVED
        one.system.moved(one.case, State.NEEDS_REVIEW, (why,))
        one.listen()
        one.system.now.move(days=1)
        one.system.moved(one.case, State.APPROVED)
        one.listen()
    assert secret.heard == plain.heard
