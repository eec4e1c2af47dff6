"""The log against its copies in the locked bucket: what was changed, removed, or never copied."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.privacy.audit_chain import Entry, Flaw, linked, summed
from chalicelib.domain.privacy.audit_copies import CHECKPOINT, Copy, unlike_copies, unsealed
from chalicelib.domain.privacy.holdings import HOLDINGS, Fate, fates

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST = linked(None, "v-1", "2026-11-20T10:00:00+00:00", "opened", "{}")
SECOND = linked(FIRST, "v-1", "2026-11-21T11:00:00+00:00", "decided", "{}")
SEALED = replace(summed("2026-11-20", [FIRST], None), signature="signed")
COPIES = (
    Copy("v-1", "e#00000001", "insert", FIRST.digest),
    Copy("v-1", "e#00000002", "insert", SECOND.digest),
    Copy(CHECKPOINT, "2026-11-20", "insert", "signed"),
)
END = int((NOW + timedelta(days=1)).timestamp())


def found(
    copies: Sequence[Copy] = COPIES,
    entries: Sequence[Entry] = (FIRST, SECOND),
    sealed: Sequence[Any] = (SEALED,),
) -> list[Any]:
    return list(unlike_copies(entries, sealed, copies, NOW))


def test_a_log_is_what_was_copied_of_it() -> None:
    assert (FIRST.sequence, SECOND.sequence) == (1, 2)
    assert found() == []


@pytest.mark.parametrize("change", ["modify", "remove"])
def test_whatever_happens_to_an_entry_after_it_was_written_is_a_flaw(change: str) -> None:
    told = f"was changed after it was written ({change})"
    later = replace(COPIES[0], change=change)
    assert found((*COPIES, later)) == [Flaw("v-1 entry 1", told)]
    seal = replace(COPIES[2], change=change)
    assert found((*COPIES, seal)) == [Flaw("checkpoint 2026-11-20", told)]


def test_an_entry_that_says_something_else_than_its_copy_is_a_flaw() -> None:
    other = (replace(COPIES[0], mark="another digest"), *COPIES[1:])
    assert found(other) == [Flaw("v-1 entry 1", "is not what was copied when it was written")]


def test_an_entry_that_is_gone_is_a_flaw_until_its_time_has_come() -> None:
    gone = [Flaw("v-1 entry 2", "is in the locked bucket and not in the log")]
    assert found(entries=(FIRST,)) == gone

    def ending(at: int, *kept: int) -> list[Any]:
        ends = replace(COPIES[1], expires=at)
        more = [replace(COPIES[1], change="kept", expires=each) for each in kept]
        return found((COPIES[0], ends, COPIES[2], *more), entries=(FIRST,))

    assert ending(END) == gone
    assert ending(int(NOW.timestamp())) == []
    assert ending(END, int(NOW.timestamp()) - 1) == []  # a level gave it an earlier end
    assert ending(END, END + 5, int(NOW.timestamp()) - 1) == []  # the first, if several
    assert ending(int(NOW.timestamp()) - 1, END) == gone  # or a later one


def test_an_entry_that_was_never_copied_is_a_flaw_once_it_should_have_been() -> None:
    missing = "was never copied into the locked bucket"
    assert found(COPIES[1:]) == [Flaw("v-1 e#00000001", missing)]
    assert found(COPIES[:2]) == [Flaw("checkpoint 2026-11-20", missing)]
    just_now = linked(SECOND, "v-1", (NOW - timedelta(minutes=10)).isoformat(), "viewed", "{}")
    assert found(entries=(FIRST, SECOND, just_now)) == []
    early = linked(SECOND, "v-1", (NOW - timedelta(minutes=11)).isoformat(), "viewed", "{}")
    assert found(entries=(FIRST, SECOND, early)) == [Flaw("v-1 e#00000003", missing)]
    assert found(()) == []  # copies were never kept here


def test_a_day_that_should_be_sealed_and_is_not_is_a_flaw() -> None:
    assert list(unsealed([FIRST, SECOND], [SEALED], NOW)) == []
    next_day = datetime(2026, 11, 22, 1, 59, tzinfo=UTC)
    assert list(unsealed([FIRST, SECOND], [SEALED], next_day)) == []
    assert list(unsealed([FIRST, SECOND], [SEALED], next_day + timedelta(minutes=1))) == [
        Flaw("checkpoint 2026-11-21", "is missing: the last one is of 2026-11-20")
    ]
    assert list(unsealed([FIRST], [], NOW)) == [
        Flaw("checkpoint 2026-11-20", "is missing: there is none at all")
    ]
    assert list(unsealed([SECOND], [], NOW)) == []
    assert list(unsealed([], [], NOW)) == []


def test_a_receipt_says_of_every_store_what_became_of_it_and_until_when() -> None:
    told = {one.store: one for one in fates(NOW, 5)}
    assert set(told) == {holding.store for holding in HOLDINGS}
    for holding in HOLDINGS:
        fate = told[holding.store]
        if holding.fate is Fate.KEPT:
            assert fate.until == (NOW + timedelta(days=5 * 366)).date() and fate.law
        elif holding.fate is Fate.ENDS:
            assert fate.until == (NOW + timedelta(days=holding.days)).date() and not fate.law
        else:
            assert fate.until is None and not fate.law
