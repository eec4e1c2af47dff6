"""A list changed: everybody who is verified is screened again, once, whatever dies on the way."""

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from chalicelib.adapters.memory import (
    MemoryAudit,
    MemoryMessages,
    MemoryObjects,
    MemoryStore,
    MemoryTransactions,
)
from chalicelib.adapters.screening.compiled import S3Watchlists
from chalicelib.adapters.screening.public_lists import PublicLists
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.applicants.person import Person as Person_
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.events.verification_events import moved_event
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.screening.rescreening import Page
from chalicelib.domain.screening.screening import (
    Dismissed,
    Interval,
    Listed,
    ListedName,
    Person,
    ScreeningResult,
)
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.screening import rescreening
from chalicelib.services.screening.current_identity import CurrentIdentity
from chalicelib.services.screening.lists import Lists
from chalicelib.services.screening.rescreening import Rescreening
from chalicelib.services.screening.screening import Screening
from chalicelib.services.verifications.verifications import Verifications
from tests.present import present

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FIRST = ("Viktor", "Anna", "Oleandra", "Tariq", "Bertrand", "Ysandre", "Konrad")
LAST = ("Malenkov", "Demosthenous", "Fictivskaya", "Mokrani", "Fauxmont", "Quorvaine", "Ashfield")
BORN = "1970-05-17"


class Killed(BaseException):
    """The process is gone: nothing can be caught, nothing is given back."""


@dataclass
class Lists_:
    """The embedded list, and a way to die or to be away at the n-th question."""

    shelf: PublicLists
    asked: list[str] = field(default_factory=list)
    trouble: dict[int, BaseException] = field(default_factory=dict)

    def versions(self) -> dict[str, str]:
        return self.shelf.versions()

    def screen(self, person: Person) -> ScreeningResult:
        number = len(self.asked)
        self.asked.append(person.name)
        if number in self.trouble:
            raise self.trouble[number]
        return self.shelf.screen(person)


@dataclass
class Approved:
    """The index, in order of id."""

    store: MemoryStore[Verification]

    def page(self, cursor: str, limit: int) -> tuple[list[str], str]:
        items = self.store.items.values()
        ids = sorted(i["verificationId"] for i in items if i["state"] == "approved")
        later = [i for i in ids if i > cursor]
        return later[:limit], later[limit - 1] if len(later) > limit else ""


class ScreeningSystem:
    """Verified people, a list of one entry, and everything kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rescreening, "PAGE", 7)
        self.time = START
        index = {"byStatus": ("state", "updated_at")}
        self.verified = MemoryStore(Verification, ("verification_id",), index)
        self.verified.stream = []
        self.persons = MemoryStore(Person_, ("person_id",), {})
        self.documents = MemoryStore(DocumentRecord, ("verification_id",), {})
        self.records = MemoryStore(ScreeningRecord, ("subject_id", "entry_id"), {})
        self.cases = MemoryStore(ReviewCase, ("case_id",), {})
        pages = {"": ("job_id", "page_id")}
        self.pages = MemoryStore(Page, ("job_id", "page_id"), pages)
        self.dismissed = MemoryStore(Dismissed, ("person_id", "list_entry_id"), {})
        self.audit, self.told, self.bucket = (
            MemoryAudit(),
            MemoryMessages(),
            MemoryObjects("watchlists"),
        )
        self.source = Lists_(PublicLists(self.bucket, 0.8))
        self.lists = Lists(store=S3Watchlists(self.bucket, 0.8), messages=self.told)
        self.listed("Somebody Else")

    def now(self) -> datetime:
        return self.time

    def listed(self, *names: str) -> str:
        born = (Interval(BORN, BORN),)
        self.lists.refresh({"l": [Listed("l", n, (ListedName(n),), born) for n in names]})
        self.source.shelf = PublicLists(self.bucket, 0.8)
        return self.lists.store.version()

    def add(self, count: int) -> None:
        names = itertools.product(FIRST, LAST)
        for number, (first, last) in zip(range(count), names, strict=False):
            self.person(f"v{number:03d}", f"{first} {last}")

    def person(self, number: str, name: str, state: State = State.APPROVED) -> None:
        fields = {"name": {"value": name}, "dateOfBirth": {"value": BORN}}
        verification = Verification(number, f"u-{number}", START, START, START, state)
        self.verified.put(verification)
        self.documents.put(
            DocumentRecord(number, f"u-{number}", START, START, fields, screening_fingerprint=name)
        )

    def job(self) -> Rescreening:
        """A worker: a process of its own would hold another one of these."""
        sources = (self.source,)
        screening = Screening(
            records=self.records,
            sources=sources,
            audit=self.audit,
            keep_years=6,
            now=self.now,
            dismissed=self.dismissed,
        )
        return Rescreening(
            pages=self.pages,
            approved=Approved(self.verified),
            subjects=CurrentIdentity(
                documents=self.documents,
                profiles=MemoryStore(Profile, ("user_id",), {}),
                pepper=b"p",
            ),
            verifications=Verifications(
                store=self.verified,
                persons=self.persons,
                cases=self.cases,
                audit=self.audit,
                transactions=MemoryTransactions(),
                open_days=7,
                now=self.now,
            ),
            records=self.records,
            screening=screening,
            keep_years=6,
            now=self.now,
        )

    def rang(self) -> set[str]:
        return {i["caseId"] for i in self.cases.items.values()}


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> ScreeningSystem:
    made = ScreeningSystem(monkeypatch)
    made.add(40)
    return made


def test_everybody_is_screened_once_and_whoever_is_listed_goes_to_a_human(
    system: ScreeningSystem,
) -> None:
    job = system.listed("Somebody Else", "Mokrani, Tariq")
    assert system.job().start(job) and not system.job().start(job)
    done = system.job().work(job)
    assert done.finished
    assert (done.planned, done.screened, done.rung) == (40, 40, 1)
    assert len(system.source.asked) == 40
    assert system.rang() == {"v024"}
    assert system.verified.get("v024").state is State.NEEDS_REVIEW
    (record,) = system.records.items.values()
    assert (record["sanctionsStatus"], record["subjectId"]) == ("potential_match", "v024")
    assert record["listVersions"] == {"public_lists": job}
    assert [k for s, k, _ in system.audit.entries if s == "v024"].count("rescreened") == 1
    [(before, after)] = [(b, a) for b, a in present(system.verified.stream) if b]
    moved = present(moved_event(before, after))
    assert (moved.verification_id, moved.previous, moved.state, moved.reasons) == (
        "v024", State.APPROVED, State.NEEDS_REVIEW, ("watchlist_match",)
    )  # fmt: skip


@pytest.mark.parametrize("death", [0, 3, 7, 13, 24, 25, 39])
def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    system: ScreeningSystem, death: int
) -> None:
    job = system.listed("Tariq Mokrani", "Anna Quorvaine")
    system.job().start(job)
    system.source.trouble = {death: Killed()}
    with pytest.raises(Killed):
        system.job().work(job)
    held = system.job().work(job)  # another worker does what is not held
    assert not held.finished
    system.time += timedelta(seconds=rescreening.HOLD_SECONDS + 1)
    done = system.job().work(job)
    assert done.finished
    assert (done.planned, done.screened, done.rung) == (40, 40, 2)
    assert system.rang() == {"v012", "v024"}
    kinds = [kind for _, kind, _ in system.audit.entries]
    assert kinds.count("rescreened") == 2
    alerts = [after for before, after in present(system.verified.stream) if before]
    assert len(alerts) == 2


def test_a_worker_that_held_a_page_for_too_long_does_not_count_it_again(
    system: ScreeningSystem,
) -> None:
    job = system.listed("Tariq Mokrani")
    slow, quick = system.job(), system.job()
    slow.start(job)
    slow.work(job, enough=lambda: bool(system.pages.query("", job)[0].finished))  # the plan only
    page = next(p for p in system.pages.query("", job) if p.subjects)
    held = slow._taken(page)
    system.time += timedelta(seconds=rescreening.HOLD_SECONDS + 1)
    assert quick.work(job).finished
    slow._screen(present(held), lambda: False)
    assert quick.progress(job).screened == 40


def _asked_for(system: ScreeningSystem, limit: int) -> bool:
    return len(system.source.asked) >= limit


def test_work_stops_when_told_and_goes_on_later(system: ScreeningSystem) -> None:
    job = system.listed("Tariq Mokrani")
    system.job().start(job)
    seen = []
    while not (progress := system.job().progress(job)).finished:
        seen.append(progress.screened)
        limit = len(system.source.asked) + 9
        system.job().work(job, enough=partial(_asked_for, system, limit))
        assert len(seen) < 40
    assert seen == sorted(seen) and progress.screened == 40
    assert system.rang() == {"v024"}


def test_a_source_that_is_away_stops_the_work_and_nobody_counts_as_clear(
    system: ScreeningSystem,
) -> None:
    job = system.listed("Tariq Mokrani")
    system.job().start(job)
    # In the middle of the first page, whichever that is: the last one has five people only.
    system.source.trouble = {n: Unavailable("away") for n in range(4, 500)}
    with pytest.raises(Unavailable):
        system.job().work(job)
    assert system.job().progress(job).screened == 0
    system.source.trouble = {}
    assert system.job().work(job).rung == 1


def test_a_remembered_false_positive_stays_quiet_until_the_entry_changes(
    system: ScreeningSystem,
) -> None:
    job = system.listed("Tariq Mokrani")
    system.job().start(job)
    assert system.job().work(job).rung == 1
    document = system.documents.get("v024")
    assert system.job().screening.dismiss(document, "reviewer") == 1
    system.verified.put(replace(system.verified.get("v024"), state=State.APPROVED, version=9))
    system.cases.put(replace(system.cases.get("v024"), status="approved"))

    quiet = system.listed("Tariq Mokrani", "Nobody Here")
    system.job().start(quiet)
    assert system.job().work(quiet).rung == 0
    assert system.verified.get("v024").state is State.APPROVED
    assert system.records.get("v024", document.screening_entry).sanctions_status == "clear"

    loud = system.listed("Tarik Mokrani", "Nobody Here")  # the entry is another one now
    system.job().start(loud)
    assert system.job().work(loud).rung == 1
    assert system.cases.get("v024").status == "open"


def test_only_the_verified_are_screened(system: ScreeningSystem) -> None:
    system.person("v900", "Tariq Mokrani", State.REJECTED)
    system.person("v901", "Tariq Mokrani", State.PROCESSING)
    job = system.listed("Tariq Mokrani")
    system.job().start(job)
    assert system.job().work(job).planned == 40
    assert system.rang() == {"v024"}


def test_who_was_approved_while_the_list_changed_is_screened_a_little_later(
    system: ScreeningSystem,
) -> None:
    system.time = START - timedelta(minutes=1)
    job = system.listed("Tariq Mokrani", "Anna Quorvaine")
    system.job().start(job)
    assert system.job().work(job).finished
    system.time = START  # approvals of people with these names, made by the lists before the change
    for number in range(9):  # more than a page
        system.person(f"v95{number}", "Anna Quorvaine" if number == 4 else "Somebody Fine")
    system.person("v940", "Tariq Mokrani")
    asked = len(system.source.asked)
    assert system.job().work(job).finished and len(system.source.asked) == asked
    system.time = START - timedelta(minutes=1) + rescreening.LATE
    done = system.job().work(job)
    assert done.finished and {"v940", "v954"} <= system.rang()
    assert system.job().work(job) == done  # once


def test_a_process_that_holds_older_lists_in_memory_screens_by_those_in_force(
    system: ScreeningSystem,
) -> None:
    held = system.job()
    held.screening.ask(Person("Somebody Else", "", ""), "f")  # its index is in memory now
    kept = system.source.shelf
    job = system.listed("Tariq Mokrani")
    system.source.shelf = kept
    held.start(job)
    assert held.work(job).rung == 1


def test_nobody_is_asked_about_by_lists_that_are_no_longer_in_force(
    system: ScreeningSystem,
) -> None:
    screening = system.job().screening
    asked = Person("Tariq Mokrani", BORN, "")
    assert screening.ask(asked, "f").status == "clear"  # its index is in memory now
    kept = system.source.shelf
    system.listed("Tariq Mokrani")
    system.source.shelf = kept
    assert screening.ask(asked, "f").status == "potential_match"


def test_whose_data_is_gone_is_told_and_never_counts_as_clear(system: ScreeningSystem) -> None:
    system.documents.delete("v003")
    job = system.listed("Tariq Mokrani")
    system.job().start(job)
    assert system.job().work(job).skipped == 1


def test_a_new_list_starts_its_own_job_and_an_equal_one_does_not(system: ScreeningSystem) -> None:
    started = []
    lists = Lists(
        store=system.lists.store,
        messages=system.told,
        changed=lambda job: started.append(system.job().start(job)),
    )
    entry = Listed("l", "1", (ListedName("New Person"),), (Interval(BORN, BORN),))
    lists.refresh({"l": [entry]})
    lists.refresh({"l": [entry]})
    assert started == [True]


def test_people_are_named_nowhere_in_the_work(system: ScreeningSystem) -> None:
    job = system.listed("Tariq Mokrani")
    system.job().start(job)
    system.job().work(job)
    kept = repr([system.pages.items, system.audit.entries, system.told.alerts])
    assert not any(name in kept for name in (*FIRST, *LAST))
    assert "Viktor" not in repr(Person("Viktor Malenkov"))
