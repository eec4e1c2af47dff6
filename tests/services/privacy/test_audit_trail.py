"""The audit log is sealed day by day, without a gap, in the vault before in the table."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import pytest

from chalicelib.adapters.memory import MemoryObjects
from chalicelib.domain.errors import Conflict, Unavailable
from chalicelib.domain.privacy.audit_chain import GENESIS, Checkpoint, Entry, Line, flaws, linked
from chalicelib.services.privacy.audit_trail import MOST_DAYS, AuditTrail


@dataclass
class Log:
    entries: list[Entry] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def lines_of_day(self, day: str) -> list[Line]:
        return sorted((e.subject_id, e.sequence, e.digest) for e in self.entries if e.day == day)

    def last_checkpoint(self) -> Checkpoint | None:
        return self.checkpoints[-1] if self.checkpoints else None

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        if any(one.day == checkpoint.day for one in self.checkpoints):
            raise Conflict("another entry came first", "audit_taken")
        self.checkpoints.append(checkpoint)


class Seal:
    def sign(self, message: bytes) -> str:
        return "signed:" + hashlib.sha256(message).hexdigest()


@dataclass
class Vault(MemoryObjects[Literal["auditLog"]]):
    holds: Literal["auditLog"] = "auditLog"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    open: bool = True

    def put(self, key: str, body: bytes, content_type: str) -> None:
        if not self.open:
            raise Unavailable("the vault does not answer")
        self.kept[key] = json.loads(body)


def a_trail(today: str, log: Log, vault: Vault | None = None) -> AuditTrail:
    return AuditTrail(
        log=log,
        signer=Seal(),
        vault=vault,
        now=lambda: datetime.fromisoformat(today).replace(tzinfo=UTC),
    )


def begun(day: str) -> Log:
    """A log with an entry of that day."""
    return Log([linked(None, "v-1", f"{day}T10:00:00+00:00", "opened", "{}")])


def test_a_log_without_an_entry_has_nothing_to_seal() -> None:
    log = Log()
    assert a_trail("2026-11-21", log).seal() == ()


def test_two_who_begin_the_chain_days_apart_begin_the_same_day() -> None:
    """The clock of a system in one process leaps, and two nights run at once."""
    log = Log([linked(None, "v-1", "2026-11-20T10:00:00+00:00", "opened", "{}")])
    sign, seen = Seal.sign, list[tuple[str, ...]]()

    class Slow(Seal):
        def sign(self, message: bytes) -> str:
            if not seen:
                seen.append(a_trail("2026-11-24", log).seal())
            return sign(self, message)

    early = AuditTrail(
        log=log, signer=Slow(), vault=None, now=lambda: datetime(2026, 11, 21, tzinfo=UTC)
    )
    assert early.seal() == ()
    assert seen == [("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23")]
    assert not list(flaws(log.entries, log.checkpoints))


def test_yesterday_is_sealed_first_and_only_once() -> None:
    log = Log([linked(None, "v-1", "2026-11-20T10:00:00+00:00", "opened", "{}")])
    assert a_trail("2026-11-21", log).seal() == ("2026-11-20",)
    assert a_trail("2026-11-21", log).seal() == ()
    sealed = log.checkpoints[0]
    assert (sealed.count, sealed.previous) == (1, GENESIS)
    assert sealed.signature == Seal().sign(sealed.message())


def test_days_without_a_run_are_made_up_for_and_the_result_verifies() -> None:
    first = linked(None, "v-1", "2026-11-18T10:00:00+00:00", "opened", "{}")
    log = Log([first, linked(first, "v-1", "2026-11-20T10:00:00+00:00", "decided", "{}")])
    a_trail("2026-11-19", log).seal()
    assert a_trail("2026-11-21", log).seal() == ("2026-11-19", "2026-11-20")
    assert [c.count for c in log.checkpoints] == [1, 0, 1]
    assert flaws(log.entries, log.checkpoints) == ()


def test_a_run_ends_however_long_nothing_was_sealed() -> None:
    log = begun("2026-01-01")
    a_trail("2026-01-02", log).seal()
    assert len(a_trail("2026-12-31", log).seal()) == MOST_DAYS


def test_what_is_in_the_table_is_in_the_vault() -> None:
    log, vault = begun("2026-11-20"), Vault()
    a_trail("2026-11-21", log, vault).seal()
    assert vault.kept["checkpoints/2026-11-20.json"]["signature"] == log.checkpoints[0].signature
    vault.open = False
    with pytest.raises(Unavailable):
        a_trail("2026-11-22", log, vault).seal()
    assert len(log.checkpoints) == 1


def test_two_who_seal_at_once_leave_it_to_the_faster_one() -> None:
    log = begun("2026-11-25")
    first = AuditTrail(
        log=log, signer=Seal(), vault=None, now=lambda: datetime(2026, 11, 26, 0, 20, tzinfo=UTC)
    )
    asked = log.last_checkpoint

    def late() -> Checkpoint | None:
        found = asked()
        log.last_checkpoint = asked  # type: ignore[method-assign]
        assert first.seal() == ("2026-11-25",)
        return found

    log.last_checkpoint = late  # type: ignore[method-assign]
    assert first.seal() == ()
    assert [one.day for one in log.checkpoints] == ["2026-11-25"]
