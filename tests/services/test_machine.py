"""A machine that looks for the next hole: applicants, reviewers, vendors, lists, an eraser, a
clock, crashes after any write, followers that hear everything twice, late and in any order.

`make test` runs a few journeys, `make test-long` as many as VESTIBULE_JOURNEYS says.
"""

from __future__ import annotations

import hashlib
import os
import random
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.vendors.cases import facts_of
from local.vendors.desk import Holder
from tests.services import truth
from tests.services.crashing import Fuse, Killed
from tests.services.in_memory import passport, picture, printed
from tests.services.outsiders import Lists, privacy_of, rescreening_of
from tests.services.whole_ways import PEOPLE, WHO, WholeWays
from tests.vendors.harness import NAMES, VendorHarness

JOURNEYS = int(os.environ.get("VESTIBULE_JOURNEYS", "60"))
STEPS = int(os.environ.get("VESTIBULE_STEPS", "40"))
STRANGER = ("Viktor", "Malenkov", date(1961, 4, 12))
REASONS = ("document_not_accepted", "fraud_suspected", "watchlist_match", "face_mismatch")
CRASH = st.sampled_from([None, None, None, None, 0, 1, 2, 3, 5])


class Journeys(WholeWays, RuleBasedStateMachine):
    """Every rule is something that somebody can do; whatever is refused is refused."""

    reviewers = ("rita", "ron", "rosa")

    def __init__(self) -> None:
        super().__init__()
        self.fuse = Fuse()
        self.lit = self.fuse.lit()
        self.lit.__enter__()
        self.harness = VendorHarness()
        self.system = system = self.harness.system
        self.lists = Lists(system.now)
        system.watchlists[0] = self.lists
        self.onboardings, self.users = [], []
        for given, name, born in PEOPLE:
            email = f"{given.lower()}@applicants.example"
            onboarding_id, user_id = system.confirmed(email)
            system.people.save_profile(user_id, f"{given} {name}", born, "GRC", "")
            self.onboardings.append(onboarding_id)
            self.users.append(user_id)
        system.at_once = False
        self.privacy = privacy_of(system, self.harness.cases)
        self.jobs = rescreening_of(system)
        self.cards: dict[str, tuple[str, str]] = {}
        self.certain: set[str] = set()
        self.erased: set[str] = set()
        self.counts: dict[str, tuple[int, bool]] = {}
        self.number = 0

    def teardown(self) -> None:
        self.fuse.left = None
        try:
            truth.ends(self)
        finally:
            self.lit.__exit__(None, None, None)

    # What truth.py asks of us

    def lists_at(self, moment: datetime) -> dict[str, str]:
        return self.lists.at(moment)

    def asked_by_vendor(self, verification: Verification) -> set[str]:
        return {reason for fact in facts_of(verification) for reason in fact.reasons}

    def is_certain(self, verification: Verification) -> bool:
        """Whether a zone, or a vendor, says who it is."""
        if verification.provider != "in_house":
            return True
        return self.system.documents.get(verification.verification_id).sha256 in self.certain

    def shown_as(self, verification: Verification) -> tuple[str, str]:
        if verification.provider == "in_house":
            return self.cards[self.system.documents.get(verification.verification_id).sha256]
        desk = self.harness.vendors.desks[verification.provider]
        holder = desk.sessions[verification.provider_session].holder
        return f"{holder.first_name} {holder.last_name}", holder.date_of_birth

    # How things are done

    def act(self, work: Any, crash: int | None = None) -> Any:
        """One deed; it may be refused, and its process may die after any write."""
        self.fuse.left = crash
        try:
            with suppress(VestibuleError, Killed):
                return work()
        finally:
            self.fuse.left = None
            self.system.now.move(milliseconds=10)
        return None

    def latest(self, who: int) -> Verification | None:
        found: Verification | None = self.system.verifications.latest(self.users[who])
        return found

    # Applicants

    @rule(who=WHO, kind=st.sampled_from(["own", "own", "own", "stranger", "no zone", "expired",
                                         "covered"]), crash=CRASH)  # fmt: skip
    def uploads(self, who: int, kind: str, crash: int | None) -> None:
        given, name, born = STRANGER if kind == "stranger" else PEOPLE[who]
        self.number += 1
        number = f"KN{who}{self.number:05d}"
        page: dict[str, Any] = passport(name, given, born, number, "GRC")
        if kind == "no zone":
            page = printed(Name=f"{given} {name}", Date_of_birth=f"{born:%d.%m.%Y}",
                           Document_number=number, Date_of_expiry="01.01.2038")  # fmt: skip
        if kind == "expired":
            page = printed(Surname=name, Given_names=given, Date_of_expiry="01.01.2020")
        if kind == "covered":
            page = printed(Document_number=number)

        mark = picture(f"{who} {self.number}")
        self.act(lambda: self.system.uploads.accept(self.users[who], mark), crash)
        verification = self.latest(who)
        stored = verification and self.system.pictures.items.get(
            f"{verification.verification_id}.jpg"
        )
        if verification and stored:  # whatever lies there is what a reader would see
            seen = hashlib.sha256(stored).hexdigest()
            if seen not in self.cards:
                self.cards[seen] = (f"{given} {name}", born.isoformat())
                self.certain |= {seen} if kind in ("own", "stranger") else set()
                self.system.ocr.answers[f"{verification.verification_id}.jpg"] = page

    @rule(who=WHO, crash=CRASH)
    def is_read(self, who: int, crash: int | None) -> None:
        verification = self.latest(who)
        if verification is None:
            return
        case = verification.verification_id

        def read() -> None:
            if self.system.reading.read(f"{case}.jpg"):
                self.system.decisions.consider(case)

        self.act(read, crash)

    @rule(who=WHO, last=st.booleans(), crash=CRASH)
    def is_screened(self, who: int, last: bool, crash: int | None) -> None:
        verification = self.latest(who)
        document = verification and self.system.documents.find(verification.verification_id)
        if document:

            def screen() -> None:
                self.system.screening.screen(document, last)
                self.system.decisions.consider(document.verification_id)

            self.act(screen, crash)

    @rule(who=WHO, fails=st.sampled_from([False, False, False, True]), crash=CRASH)
    def shows_a_face(self, who: int, fails: bool, crash: int | None) -> None:
        verification = self.latest(who)
        if verification is None:
            return
        case = verification.verification_id

        def show() -> None:
            session = self.system.show(self.users[who], case)
            if fails:
                key = self.system.liveness.frame_key(session, session.frames[4])
                self.system.faces.seen[key] = ()
            self.system.compare(session)
            self.system.decisions.consider(case)

        self.act(show, None if crash is None else crash * 9)

    @rule(who=WHO, crash=CRASH)
    def asks_for_help(self, who: int, crash: int | None) -> None:
        verification = self.latest(who)
        if verification:
            user, case = self.users[who], verification.verification_id
            self.act(lambda: self.system.decisions.ask_for_help(user, case), crash)

    @rule(who=WHO, another=st.sampled_from([False, True]), crash=CRASH)
    def says_who_they_are(self, who: int, another: bool, crash: int | None) -> None:
        given, name, born = STRANGER if another else PEOPLE[who]
        user = self.users[who]
        self.act(
            lambda: self.system.people.save_profile(user, f"{given} {name}", born, "GRC", ""), crash
        )

    @rule(who=WHO, name=st.sampled_from([*NAMES, "in_house"]), crash=CRASH)
    def starts_elsewhere(self, who: int, name: str, crash: int | None) -> None:
        given, surname, born = PEOPLE[who]
        for desk in self.harness.vendors.desks.values():
            desk.holder = Holder(given, surname, born.isoformat())
        self.act(lambda: self.harness.providers.start(self.users[who], name), crash)

    # The workflow

    @rule(who=WHO, crash=CRASH)
    def workflow_goes_on(self, who: int, crash: int | None) -> None:
        steps, onboarding_id = self.system.steps, self.onboardings[who]
        token = f"token-{onboarding_id}"
        answer = self.system.workflow.answered.get(token)

        def go_on() -> None:
            if answer is None:
                steps.start_kyc(onboarding_id)
                steps.await_decision(onboarding_id, token)
                return
            (steps.approved if answer["approved"] else steps.rejected)(onboarding_id)
            for channel in ("email", "sms"):
                template = "welcome" if answer["approved"] else "rejected"
                steps.notify(onboarding_id, channel, template)

        self.act(go_on, crash)

    @rule(who=WHO, crash=CRASH)
    def workflow_times_out(self, who: int, crash: int | None) -> None:
        onboarding = self.system.onboardings.find(self.onboardings[who])
        verification = self.latest(who)
        if onboarding and verification and verification.closes_at < self.system.now():
            self.act(lambda: self.system.steps.timed_out(onboarding.onboarding_id), crash)

    # Reviewers

    @rule(pick=st.integers(0, 9), who=st.sampled_from(reviewers),
          word=st.sampled_from(["approve", "approve", "approve", "reject", "ask again"]),
          reason=st.sampled_from(REASONS), crash=CRASH)  # fmt: skip
    def reviews(self, pick: int, who: str, word: str, reason: str, crash: int | None) -> None:
        cases = sorted(key[0] for key in self.system.cases.items)
        if not cases:
            return
        case = cases[pick % len(cases)]
        reviews = self.system.reviews
        if word == "ask again":
            self.act(lambda: reviews.ask_again(case, ("document_unreadable",), "", who), crash)
        else:
            approved = word == "approve"
            reasons = () if approved else (reason,)
            self.act(lambda: reviews.decide(case, approved, reasons, "", who), crash)

    # Vendors

    @rule(pick=st.integers(0, 9), chance=st.integers(0, 2**16), stranger=st.sampled_from(
        [False, False, False, True]), crash=CRASH)  # fmt: skip
    def vendor_acts(self, pick: int, chance: int, stranger: bool, crash: int | None) -> None:
        open_ones = [(n, s) for n, d in self.harness.vendors.desks.items() for s in d.sessions]
        if not open_ones:
            return
        luck = random.Random(chance)
        name, session = open_ones[pick % len(open_ones)]
        desk = self.harness.vendors.desks[name]
        action = luck.choice(sorted(desk.actions))
        # Whom a vendor names is known when it approves.
        if stranger and action == "approve" and desk.sessions[session].state != "approved":
            given, surname, born = STRANGER
            desk.sessions[session].holder = Holder(given, surname, born.isoformat())
        self.system.now.move(seconds=luck.choice((1, 60, 600)))
        with suppress(Exception):  # the desk knows its own rules
            desk.act(session, action)
        if desk.posted and luck.random() < 0.7:
            webhook = luck.choice(desk.posted[-3:])
            self.act(lambda: (self.harness.deliver(webhook), self.harness.work(luck)), crash)

    @rule(crash=CRASH)
    def vendors_are_asked(self, crash: int | None) -> None:
        self.system.now.move(minutes=16)
        self.act(lambda: self.harness.cases.reconcile(everything=True), crash)

    # Lists, an eraser, a clock

    @rule(who=st.integers(0, len(PEOPLE)), again=st.booleans(), crash=CRASH)
    def lists_change(self, who: int, again: bool, crash: int | None) -> None:
        given, name, _ = (*PEOPLE, STRANGER)[who]
        self.lists.change(f"{given} {name}")
        if again:
            self.everybody_is_screened_again(crash)

    @rule(crash=CRASH)
    def everybody_is_screened_again(self, crash: int | None) -> None:
        job = self.lists.history[-1][1]

        def work() -> None:
            self.jobs.start(job)
            self.jobs.work(job)

        self.act(work, crash)
        self.system.now.move(minutes=5)

    @rule(away=st.sampled_from([False, False, True]))
    def lists_are_away(self, away: bool) -> None:
        self.lists.away = away

    @rule(who=WHO, really=st.sampled_from([False, False, True]), crash=CRASH)
    def erases(self, who: int, really: bool, crash: int | None) -> None:
        user = self.users[who]
        if really and self.act(lambda: self.privacy.erase(user), crash):
            self.erased.add(user)

    @rule(hours=st.sampled_from([1, 26, 24 * 8]), crash=CRASH)
    def time_passes(self, hours: int, crash: int | None) -> None:
        self.system.now.move(hours=hours)
        self.act(self.system.sweeping.sweep, crash)
        self.act(self.system.steps.recheck_profiles)

    # Followers

    @rule(chance=st.integers(0, 2**16), crash=CRASH)
    def followers_hear_some(self, chance: int, crash: int | None) -> None:
        """Any of what waits, some of it twice, in any order; a deed that died comes again."""
        system, luck = self.system, random.Random(chance)
        system.publish()
        luck.shuffle(system.waiting)
        todo = system.waiting[: luck.randint(0, 6)]
        for name, moved in todo:
            again = luck.random() < 0.3
            alive = self.act(lambda n=name, m=moved: (system.followers[n](m), "done")[1], crash)
            # Two who deliver at once may both have had it: then the other has taken it away.
            if alive and not again and (name, moved) in system.waiting:
                system.waiting.remove((name, moved))
            crash = None

    @rule()
    def followers_hear_all(self) -> None:
        self.quiet()
        truth.settled(self)

    def quiet(self) -> None:
        for _ in range(30):
            self.system.now.move(minutes=1)
            self.system.settle()
            if not self.system.waiting:
                return
        raise AssertionError(f"followers never finish: {self.system.waiting[:3]}")

    # What must be so

    @invariant()
    def what_must_be_so(self) -> None:
        truth.check(self)
        for user in self.users:
            person = self.system.verifications.person(user)
            count = len(person.attempts)
            before, reviewed = self.counts.get(user, (0, False))
            if reviewed and person.under_review:
                assert count == before, "a review was left behind by another attempt"
            self.counts[user] = (count, person.under_review)
            if user in self.erased:
                left = [k for k, v in self.system.verification_store.items.items()
                        if v["userId"] == user]  # fmt: skip
                assert left == [], "something was written about an erased person"

    @invariant()
    def statuses_are_counted(self) -> None:
        for user in self.users:
            event(str(self.system.verifications.person(user).standing().status))


SETTINGS = settings(
    max_examples=JOURNEYS,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    print_blob=True,
)


def test_no_journey_breaks_what_must_be_so() -> None:
    run_state_machine_as_test(Journeys, settings=SETTINGS)
