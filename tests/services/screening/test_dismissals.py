"""Namesakes and dismissals: what a reviewer dismissed hides nobody they have not seen."""

from datetime import UTC, datetime

import pytest

from chalicelib.adapters.memory import MemoryAudit, MemoryObjects, MemoryStore
from chalicelib.adapters.screening.compiled import S3Watchlists
from chalicelib.adapters.screening.public_lists import PublicLists
from chalicelib.domain.records import DocumentRecord, ScreeningRecord
from chalicelib.domain.screening.screening import Dismissed, Listed, ListedName, Person, match_key
from chalicelib.services.screening.screening import MOST_SHOWN, Screening

NOW = datetime(2026, 11, 26, tzinfo=UTC)
PERSON = Person("Mohammed Ali", "1988-03-03")
DOCUMENT = DocumentRecord(
    "v1",
    "u1",
    NOW,
    NOW,
    {"name": {"value": PERSON.name}, "dateOfBirth": {"value": PERSON.date_of_birth}},
    screening_fingerprint="f1",
)


class ScreeningSystem:
    """A list of namesakes among others, and a reviewer who dismisses whatever is shown."""

    def __init__(self, namesakes: int) -> None:
        self.bucket = MemoryObjects("watchlists")
        self.records = MemoryStore(ScreeningRecord, ("subject_id", "entry_id"), {})
        self.dismissed = MemoryStore(Dismissed, ("person_id", "list_entry_id"), {})
        self.entries = [self.namesake("ofac-sdn", f"N{n:03d}") for n in range(namesakes)]
        self.entries += [
            Listed("ofac-sdn", f"{n}", (ListedName(f"Person{n}ov Surname{n}sky"),))
            for n in range(50)
        ]

    @staticmethod
    def namesake(source: str, entry: str) -> Listed:
        return Listed(source, entry, (ListedName(PERSON.name),))

    def screening(self) -> Screening:
        shelf = S3Watchlists(self.bucket, 0.8)
        shelf.switch(shelf.store(self.entries), {})
        sources = [PublicLists(self.bucket, 0.8)]
        return Screening(
            records=self.records,
            sources=sources,
            audit=MemoryAudit(),
            keep_years=6,
            now=lambda: NOW,
            dismissed=self.dismissed,
        )

    def dismiss_what_is_shown(self) -> set[str]:
        """As a reviewer's approval does; the entries."""
        self.records.items.clear()
        record = self.screening().screen(DOCUMENT)
        assert record is not None
        self.screening().dismiss(DOCUMENT, "reviewer")
        return {match_key(match) for match in record.matches} - {""}


@pytest.mark.parametrize("namesakes", [1, 13, MOST_SHOWN, MOST_SHOWN + 1, 200, 250])
def test_nobody_is_clear_before_each_namesake_was_shown_to_a_reviewer(namesakes: int) -> None:
    system = ScreeningSystem(namesakes)
    seen: set[str] = set()
    rounds = 0
    while (result := system.screening().ask(PERSON, "f1")).status != "clear":
        assert len(result.matches) <= MOST_SHOWN + 1
        new = system.dismiss_what_is_shown()
        assert new and not new & seen
        seen |= new
        rounds += 1
    assert seen == {f"ofac-sdn#N{n:03d}" for n in range(namesakes)}
    assert rounds == -(-namesakes // MOST_SHOWN)


@pytest.mark.parametrize("namesakes", [13, 200])
def test_a_namesake_who_is_listed_later_rings_though_all_others_are_dismissed(
    namesakes: int,
) -> None:
    system = ScreeningSystem(namesakes)
    while system.screening().ask(PERSON, "f1").status != "clear":
        system.dismiss_what_is_shown()
    system.entries.append(system.namesake("un-sc", "QDi.999"))
    result = system.screening().ask(PERSON, "f1")
    assert result.status == "potential_match"
    assert [match_key(match) for match in result.matches] == ["un-sc#QDi.999"]
    assert result.forgiven == namesakes


def test_what_is_not_shown_is_counted() -> None:
    result = ScreeningSystem(250).screening().ask(PERSON, "f1")
    assert result.matches[-1]["unread"] == 250 - MOST_SHOWN
    assert len(result.matches) == MOST_SHOWN + 1
