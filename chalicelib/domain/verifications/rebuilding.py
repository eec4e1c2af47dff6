"""Rebuilds from the audit log alone where every person stands and which cases are open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.applicants.person import Attempt, Standing, person_key, standing
from chalicelib.domain.verifications.verification import State

MOVED = ("opened", "moved")
#: An event that moved nothing: it has a place among the person's events, and changes no attempt.
NOTICED = "noticed"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`people`: person key -> standing; `sequences`: person key -> sequence number of the last
    event.
    """

    people: Mapping[str, Standing]
    sequences: Mapping[str, int]
    open_cases: frozenset[str]


def rebuilt(log: Mapping[str, Iterable[Mapping[str, Any]]]) -> Rebuilt:
    """From `log`: verification id -> its entries, oldest first. Entries that are no moves are
    skipped.
    """
    attempts: dict[str, list[Attempt]] = {}
    sequences: dict[str, int] = {}
    open_cases = set()
    for verification_id, entries in log.items():
        entries = list(entries)
        moves = [e["facts"] for e in entries if e["kind"] in MOVED and "sequence" in e["facts"]]
        noticed = [int(e["facts"]["sequence"]) for e in entries if e["kind"] == NOTICED]
        if not moves:
            continue
        last = max(moves, key=lambda facts: int(facts["move"]))
        key = person_key(str(last["mode"]), str(last["userId"]))
        state, sequence = State(last["to"]), int(last["sequence"])
        renewal = bool(last.get("renewal"))
        attempt = Attempt(
            verification_id, int(last["attempt"]), state, sequence, str(last["level"]), renewal
        )
        attempts.setdefault(key, []).append(attempt)
        sequences[key] = max(sequences.get(key, 0), sequence, *noticed)
        # The sandbox decides what is of test mode: no case is opened for it.
        if state is State.NEEDS_REVIEW and last["mode"] == "live":
            open_cases.add(verification_id)
    people = {key: standing(tuple(found)) for key, found in attempts.items()}
    return Rebuilt(people, sequences, frozenset(open_cases))
