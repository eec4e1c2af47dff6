"""An audit log that was touched anywhere does not verify."""

import tracemalloc
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.privacy.audit_chain import (
    GENESIS,
    Checkpoint,
    Entry,
    Flaw,
    flaws,
    linked,
    summed,
    summed_in_order,
)


def a_log() -> tuple[list[Entry], list[Checkpoint]]:
    """Two subjects over two days, four entries, both days sealed."""
    entries: list[Entry] = []
    first = linked(None, "v-1", "2026-11-20T10:00:00+00:00", "opened", '{"attempt": 1}')
    second = linked(first, "v-1", "2026-11-20T10:01:00+00:00", "decided", '{"outcome": "pass"}')
    third = linked(second, "v-1", "2026-11-21T08:00:00+00:00", "viewed", '{"reviewer": "r-1"}')
    other = linked(None, "v-2", "2026-11-21T09:00:00+00:00", "opened", '{"attempt": 1}')
    entries = [first, second, third, other]
    one = summed("2026-11-20", entries[:2], None)
    return entries, [one, summed("2026-11-21", entries[2:], one)]


def test_an_untouched_log_has_no_flaw_in_whatever_order_it_is_read() -> None:
    entries, checkpoints = a_log()
    assert flaws(reversed(entries), reversed(checkpoints)) == ()


def test_the_first_entry_follows_nothing_and_each_other_names_the_one_before() -> None:
    entries, _ = a_log()
    assert [(e.sequence, e.previous) for e in entries] == [
        (1, GENESIS),
        (2, entries[0].digest),
        (3, entries[1].digest),
        (1, GENESIS),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"facts": '{"outcome": "review"}'},
        {"at": "2026-11-20T10:01:01+00:00"},
        {"kind": "reviewed"},
        {"previous": "1" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_named(change: dict[str, Any]) -> None:
    entries, checkpoints = a_log()
    entries[1] = replace(entries[1], **change)
    assert Flaw("v-1 entry 2", "was changed after it was written") in flaws(entries, checkpoints)


def test_a_change_that_recomputes_the_hash_breaks_the_next_link_and_the_seal() -> None:
    entries, checkpoints = a_log()
    forged = replace(entries[1], facts="{}")
    entries[1] = replace(forged, digest=forged.computed())
    assert flaws(entries, checkpoints) == (
        Flaw("v-1 entry 3", "does not name entry 2 as it is now"),
        Flaw("checkpoint 2026-11-20", "the entries of the day are not those that were sealed"),
    )


def test_a_rewritten_chain_is_found_by_the_checkpoint_alone() -> None:
    entries, checkpoints = a_log()
    forged = linked(None, "v-2", entries[3].at, "opened", '{"attempt": 9}')
    assert flaws([*entries[:3], forged], checkpoints) == (
        Flaw("checkpoint 2026-11-21", "the entries of the day are not those that were sealed"),
    )


def test_a_missing_entry_in_the_middle_is_found() -> None:
    entries, checkpoints = a_log()
    found = flaws([entries[0], *entries[2:]], checkpoints)
    assert Flaw("v-1 entry 3", "does not follow entry 1") in found
    assert Flaw("checkpoint 2026-11-20", "2 entries were sealed, 1 are here") in found


def test_a_cut_off_end_is_found_by_the_checkpoint() -> None:
    entries, checkpoints = a_log()
    assert flaws([*entries[:2], entries[3]], checkpoints) == (
        Flaw("checkpoint 2026-11-21", "2 entries were sealed, 1 are here"),
    )


def test_a_missing_beginning_is_a_flaw_unless_retention_took_it_with_its_checkpoints() -> None:
    entries, checkpoints = a_log()
    assert flaws(entries[2:], checkpoints[1:]) == ()
    late = linked(entries[2], "v-1", "2026-11-22T08:00:00+00:00", "viewed", "{}")
    assert flaws([late], [summed("2026-11-21", [], None), summed("2026-11-22", [late], None)])[
        0
    ] == Flaw("v-1 entry 4", "entries 1 to 3 are missing before it")


def test_a_checkpoint_that_was_replaced_does_not_fit_the_next() -> None:
    entries, checkpoints = a_log()
    forged = summed("2026-11-20", entries[:1], None)
    assert flaws(entries, [forged, checkpoints[1]]) == (
        Flaw("checkpoint 2026-11-20", "1 entries were sealed, 2 are here"),
        Flaw("checkpoint 2026-11-21", "does not follow checkpoint 2026-11-20"),
    )


def test_a_day_of_any_size_is_summed_in_little_memory() -> None:
    """Half a million entries in a function of 512 MB: nothing of them may stay."""
    lines = ((f"v-{number:07d}", 1, "0" * 64) for number in range(20_000))
    tracemalloc.start()
    sealed = summed_in_order("2026-11-20", lines, None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sealed.count == 20_000
    assert peak < 200_000


def test_lines_out_of_order_are_never_sealed() -> None:
    with pytest.raises(ValueError, match="out of order"):
        summed_in_order("2026-11-20", [("b", 1, "d"), ("a", 1, "d")], None)
    with pytest.raises(ValueError, match="out of order"):
        summed_in_order("2026-11-20", [("a", 1, "d"), ("a", 1, "d")], None)


def test_a_first_entry_that_names_one_before_it_is_a_flaw() -> None:
    entries, checkpoints = a_log()
    bare = replace(entries[3], previous="1" * 64)
    entries[3] = replace(bare, digest=bare.computed())
    assert Flaw("v-2 entry 1", "is the first and names one before it") in flaws(
        entries, checkpoints
    )


@pytest.mark.parametrize(
    "lines",
    [
        [("v-1", 2, "b"), ("v-1", 1, "a")],
        [("v-2", 1, "a"), ("v-1", 1, "a")],
        [("v-1", 1, "a"), ("v-1", 1, "a")],
    ],
    ids=["number", "subject", "twice"],
)
def test_lines_out_of_order_have_no_sum(lines: list[tuple[str, int, str]]) -> None:
    with pytest.raises(ValueError, match="line 2 of 2026-11-20 is out of order"):
        summed_in_order("2026-11-20", lines, None)


def test_the_first_line_may_be_any() -> None:
    assert summed_in_order("2026-11-20", [("", 0, "")], None).count == 1
    assert summed_in_order("2026-11-20", [], None).count == 0
