"""An index of listed names in memory: finds spellings, orders and transliterations of a name.

How it works. Names are folded to plain Latin tokens. A query token is compared with every distinct
token of the lists (rapidfuzz, C++), its likenesses lead by posting lists to the names that hold
them, and the names whose rare tokens are covered are aligned token by token. Rare tokens weigh more
than common ones (inverse document frequency), so "Mohammed" alone proves nothing.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from chalicelib.domain.screening import BIRTH_EVIDENCE, Listed, Person, birth_evidence

ALGORITHM = "vestibule-token-index-1"
CUTOFF = 58.0
COVERED = 0.42
QUERY_SIDE = 0.85
WEAK = 0.95
SOUND = 0.94
TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "sheikh", "haji", "prof"})


def fold(name: str) -> list[str]:
    """Plain Latin tokens: 'Müller-Łukasz' -> ['muller', 'lukasz']."""
    plain = anyascii(name).lower().replace("'", "").replace("`", "")
    return [token for token in re.split(r"[^a-z0-9]+", plain) if token and token not in TITLES]


def sound(token: str) -> str:
    """A key that romanisations share: Yusuf and Youssef, Zhukov and Jukov."""
    for before, after in (("kh", "h"), ("zh", "j"), ("dj", "j"), ("ph", "f"), ("w", "v")):
        token = token.replace(before, after)
    for before, after in (("q", "k"), ("ck", "k"), ("c", "k"), ("x", "ks"), ("y", "i")):
        token = token.replace(before, after)
    kept = token[:1] + re.sub(r"[aeiou]", "", token[1:])
    return re.sub(r"(.)\1+", r"\1", kept)


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that resembles the person; score 0-1."""

    entry: Listed
    name: str
    score: float
    birth: str
    parts: tuple[tuple[str, str, float], ...]

    def described(self) -> dict[str, Any]:
        """For the audit log and the reviewer: listed data and the explanation."""
        return {
            "list": self.entry.source,
            "entryId": self.entry.entry_id,
            "name": self.name,
            "score": round(self.score, 4),
            "birthDate": self.birth,
            "programmes": list(self.entry.programmes),
            "parts": [
                {"asked": asked, "listed": listed, "likeness": round(likeness, 3)}
                for asked, listed, likeness in self.parts
            ],
        }


class NameIndex:
    """All names of all lists."""

    def __init__(self, entries: Sequence[Listed]) -> None:
        self.entries = tuple(entries)
        self._names: list[tuple[int, int]] = []
        self._tokens: list[tuple[str, ...]] = []
        postings: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self.entries):
            for number, name in enumerate(entry.names):
                tokens = tuple(dict.fromkeys(fold(name.text)))
                if not tokens:
                    continue
                for token in tokens:
                    postings[token].append(len(self._names))
                self._names.append((place, number))
                self._tokens.append(tokens)
        self._postings = dict(postings)
        self._vocabulary = list(self._postings)
        total = max(len(self._names), 1)
        self._rarest = log(1 + total)
        self._weight = {t: log(1 + total / len(p)) for t, p in self._postings.items()}
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for token in self._vocabulary:
            self._sounds[sound(token)].append(token)
        self._alike = lru_cache(20_000)(self._compare)

    def __len__(self) -> int:
        return len(self.entries)

    def search(self, person: Person, threshold: float, limit: int = 10) -> list[Hit]:
        """Entries at or above the threshold, best first, each by its best name."""
        asked = list(dict.fromkeys(fold(person.name)))
        if not asked:
            return []
        best: dict[int, Hit] = {}
        likenesses = [self._alike(token) for token in asked]
        for number in self._candidates(asked, likenesses):
            hit = self._score(person, asked, likenesses, number)
            place = self._names[number][0]
            if hit.score >= threshold and (place not in best or best[place].score < hit.score):
                best[place] = hit
        return sorted(best.values(), key=lambda hit: -hit.score)[:limit]

    def _compare(self, token: str) -> dict[str, float]:
        """Listed token -> likeness 0-1, for those that resemble this one."""
        found: dict[str, float] = {}
        if len(token) <= 2:
            return {token: 1.0} if token in self._postings else {}
        for other, score, _ in process.extract(
            token, self._vocabulary, scorer=ratio, score_cutoff=CUTOFF, limit=None
        ):
            closeness = JaroWinkler.similarity(token, other) * (0.5 + score / 200)
            if closeness >= 0.7:
                found[other] = closeness
        for other in self._sounds.get(sound(token), ()):
            if len(sound(token)) >= 2:
                found[other] = max(found.get(other, 0.0), SOUND)
        if token in self._postings:
            found[token] = 1.0
        return found

    def _candidates(self, asked: list[str], likenesses: list[dict[str, float]]) -> list[int]:
        """Names in which enough of the asked weight is covered."""
        covered: dict[int, float] = defaultdict(float)
        total = 0.0
        for token, alike in zip(asked, likenesses, strict=True):
            weight = self._weight.get(token, self._rarest)
            total += weight
            reached: dict[int, float] = {}
            for other, closeness in alike.items():
                for number in self._postings[other]:
                    if closeness > reached.get(number, 0.0):
                        reached[number] = closeness
            for number, closeness in reached.items():
                covered[number] += weight * closeness
        need = COVERED * total
        return [number for number, weight in covered.items() if weight >= need]

    def _score(
        self, person: Person, asked: list[str], likenesses: list[dict[str, float]], number: int
    ) -> Hit:
        place, which = self._names[number]
        entry, listed = self.entries[place], self._tokens[number]
        name = entry.names[which]
        parts, left = [], set(listed)
        gained = total = 0.0
        for token, alike in zip(asked, likenesses, strict=True):
            weight = self._weight.get(token, self._rarest)
            best = max(left, key=lambda other: alike.get(other, 0.0), default="")
            closeness = alike.get(best, 0.0) if best else 0.0
            if closeness:
                left.discard(best)
            parts.append((token, best if closeness else "", closeness))
            gained += weight * closeness
            total += weight
        other_total = sum(self._weight[token] for token in listed)
        other = other_total - sum(self._weight[token] for token in left)
        score = QUERY_SIDE * gained / total + (1 - QUERY_SIDE) * other / other_total
        if len(asked) == 1 and len(listed) > 1:
            score *= 0.8  # one name alone names nobody
        birth = birth_evidence(person.date_of_birth, entry.births)
        score = max(0.0, score * (WEAK if name.weak else 1.0) + BIRTH_EVIDENCE[birth])
        return Hit(entry, name.text, score, birth, tuple(parts))
