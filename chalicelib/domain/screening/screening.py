"""Watchlist screening: the person, the matches, and how the results of several sources are merged.

A name score alone never rejects anybody; it opens a review. Every match lists the parts of its
score, so that a reviewer or a regulator can follow it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

#: What a possible match is for an attempt, by its level's version (`name@version`) and the kinds of
#: lists; empty where that level only notes it.
MatchReason = Callable[[str, Sequence[str]], str]
SEVERITY = {"clear": 0, "unavailable": 1, "potential_match": 2}
#: What a possible match is called as a reason. The first takes two people; the others are given
#: where a level leaves lists of that kind to one.
MATCH, PEP_MATCH, OWN_LIST_MATCH = "watchlist_match", "pep_match", "own_list_match"
LISTED = frozenset({MATCH, PEP_MATCH, OWN_LIST_MATCH})


@dataclass(frozen=True, slots=True)
class Person:
    """The person to screen. `date_of_birth`: YYYY-MM-DD or "". Personal data is not in `repr`."""

    name: str = field(repr=False)
    date_of_birth: str = field(default="", repr=False)
    nationality: str = ""
    aliases: tuple[str, ...] = field(default=(), repr=False)
    kind: str = "person"  # or organisation, if the applicant is a company


@dataclass(frozen=True, slots=True)
class Interval:
    """A listed birth date as a range of ISO days, both inclusive. `circa`: the list marks it as
    approximate, so that dates slightly outside are near."""

    first: str
    last: str
    circa: bool = False

    @property
    def exact(self) -> bool:
        """True if the range is one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class ListedName:
    """One spelling of a listed name; `weak` aliases have less weight."""

    text: str
    weak: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a watchlist, independent of the list's format."""

    source: str
    entry_id: str
    names: tuple[ListedName, ...]
    births: tuple[Interval, ...] = ()
    nationalities: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    kind: str = "person"  # person, organisation, vessel, aircraft
    topic: str = "sanctions"  # or pep, own; levels may treat these differently


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """The status (clear, potential_match or unavailable) and the matches with their explanation.

    `matches`: one object each, best first; its fields depend on the source. `threshold` and `near`
    are scores of 0-1. `list_versions`: list -> version that was searched.
    """

    status: str
    matches: tuple[dict[str, Any], ...] = ()
    algorithm: str = ""
    threshold: float = 0.0
    list_versions: dict[str, str] = field(default_factory=dict)
    forgiven: int = 0  # matches dismissed by a reviewer before
    near: float = 0.0  # the best score below the threshold, if the source reports it


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A reviewer's decision that a person is not the listed one. `person_id`: keyed fingerprint of
    name, birth date and nationality. `digest`: hash of the list entry that the reviewer saw."""

    person_id: str
    list_entry_id: str
    digest: str
    case_id: str
    reviewer: str
    dismissed_at: datetime
    version: int = 1


def kinds_of(matches: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The kinds of the lists with matches. A match without a kind counts as sanctions."""
    return tuple(sorted({str(match.get("topic") or "sanctions") for match in matches}))


def match_key(match: Mapping[str, Any]) -> str:
    """The key of the match's list entry, `list#entry id`; "" if it has none."""
    entry = match.get("entryId")
    return f"{match.get('list', '')}#{entry}" if entry else ""


def match_digest(match: Mapping[str, Any]) -> str:
    """A hash of the listed person's data as the reviewer saw them: if they change, the match counts
    again. 32 hexadecimal digits of SHA-256 over name, birth date and programmes."""
    seen = [match.get("name"), match.get("birthDate"), sorted(match.get("programmes") or ())]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:32]


def unread_matches(source: str, number: int) -> dict[str, Any]:
    """A placeholder for `number` matches that are not shown. It has no key and cannot be dismissed,
    so the case stays with a reviewer."""
    return {"list": source, "entryId": "", "name": "", "score": 0.0, "unread": number}


def truncated(result: ScreeningResult, most: int) -> ScreeningResult:
    """The result with the `most` best matches and the number of the others; same status."""
    rest = len(result.matches) - most
    if rest <= 0:
        return result
    source = str(result.matches[most].get("list", ""))
    return replace(result, matches=(*result.matches[:most], unread_matches(source, rest)))


def merged(results: Sequence[ScreeningResult]) -> ScreeningResult:
    """The merged results of several sources, with the strictest status; `unavailable` for none.

    Matches are sorted by score, best first, and the threshold is the highest of all.
    """
    if not results:
        return ScreeningResult("unavailable")
    strictest = max(results, key=lambda result: SEVERITY[result.status])
    versions: dict[str, str] = {}
    for result in results:
        versions |= result.list_versions
    matches = sorted(
        (match for result in results for match in result.matches),
        key=lambda match: -float(match.get("score", 0)),
    )
    algorithms = "+".join(dict.fromkeys(r.algorithm for r in results if r.algorithm))
    return ScreeningResult(
        strictest.status,
        tuple(matches),
        algorithms,
        max(result.threshold for result in results),
        versions,
        sum(result.forgiven for result in results),
        max(result.near for result in results),
    )
