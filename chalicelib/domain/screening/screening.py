"""Watchlist screening: who is asked about, what a match says, how several sources come together.

A name score alone never rejects anybody; it opens a review. Every score explains itself part by
part, so that a reviewer (and a regulator) can follow it.
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
    """Who is screened. `date_of_birth` is ISO 8601 or empty; personal data stays out of `repr`."""

    name: str = field(repr=False)
    date_of_birth: str = field(default="", repr=False)
    nationality: str = ""
    aliases: tuple[str, ...] = field(default=(), repr=False)
    kind: str = "person"  # or organisation, where the applicant is a firm


@dataclass(frozen=True, slots=True)
class Interval:
    """A listed birth date: a day, a year, or anything between (ISO days, both inclusive). `circa`:
    the list itself is not sure, so a little outside is near."""

    first: str
    last: str
    circa: bool = False

    @property
    def exact(self) -> bool:
        """True for one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class ListedName:
    """One spelling; `weak` aliases count less."""

    text: str
    weak: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a watchlist, whatever the list's own format."""

    source: str
    entry_id: str
    names: tuple[ListedName, ...]
    births: tuple[Interval, ...] = ()
    nationalities: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    kind: str = "person"  # person, organisation, vessel, aircraft
    topic: str = "sanctions"  # or pep, own: a level may treat them differently


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """clear | potential_match | unavailable, with the matches that explain themselves."""

    status: str
    matches: tuple[dict[str, Any], ...] = ()
    algorithm: str = ""
    threshold: float = 0.0
    list_versions: dict[str, str] = field(default_factory=dict)
    forgiven: int = 0  # matches that a reviewer has dismissed before
    near: float = 0.0  # the best score below the threshold, from sources that say so


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A reviewer's word that a person is not a listed one. `person_id` is the keyed fingerprint of
    name, birth date and nationality; `digest` is what was seen of the list entry then."""

    person_id: str
    list_entry_id: str
    digest: str
    case_id: str
    reviewer: str
    dismissed_at: datetime
    version: int = 1


def kinds_of(matches: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The kinds of lists that name the person. A match that does not say so counts as sanctions."""
    return tuple(sorted({str(match.get("topic") or "sanctions") for match in matches}))


def match_key(match: Mapping[str, Any]) -> str:
    """Which list entry a match names; empty if none."""
    entry = match.get("entryId")
    return f"{match.get('list', '')}#{entry}" if entry else ""


def match_digest(match: Mapping[str, Any]) -> str:
    """What a reviewer saw of the listed person: whatever is new there must ring again."""
    seen = [match.get("name"), match.get("birthDate"), sorted(match.get("programmes") or ())]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:32]


def unread(source: str, number: int) -> dict[str, Any]:
    """Stands for matches beyond those that are shown. It names no entry, so nobody can dismiss it:
    as long as there is one, a human looks."""
    return {"list": source, "entryId": "", "name": "", "score": 0.0, "unread": number}


def shown(result: ScreeningResult, most: int) -> ScreeningResult:
    """The best matches, and how many there are beside; the status is that of all of them."""
    rest = len(result.matches) - most
    if rest <= 0:
        return result
    source = str(result.matches[most].get("list", ""))
    return replace(result, matches=(*result.matches[:most], unread(source, rest)))


def merged(results: Sequence[ScreeningResult]) -> ScreeningResult:
    """Several sources as one; the stricter status wins. No source at all is `unavailable`."""
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
