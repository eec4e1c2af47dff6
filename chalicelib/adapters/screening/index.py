"""An index of listed names in memory: finds spellings, orders and transliterations of a name.

How it works. Names are folded to plain Latin words. A word that is asked for leads, by keys that
survive a typo or another romanisation, to the few words of the lists that resemble it (rapidfuzz
scores them); those lead by posting lists to the names that hold them. Names of which enough is
covered are aligned word by word. Rare words weigh more than common ones, so "Mohammed" alone proves
nothing. The birth date is evidence: it moves the score, it filters nobody out.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Any

from chalicelib.adapters.screening import compiling
from chalicelib.adapters.screening.folding import fold, joined, keys, skeleton, smooth
from chalicelib.adapters.screening.likeness import likeness
from chalicelib.adapters.screening.scoring import (
    BIRTH,
    ONE_WORD,
    WEAK_ALIAS,
    Unit,
    aligned,
    birth_word,
    name_score,
)
from chalicelib.domain.screening import Listed, Person

ALGORITHM = "vestibule-name-index-2"
COVERED = 0.5
REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that resembles the person; score 0-1."""

    entry: Listed
    name: str
    score: float
    name_score: float
    birth: str
    parts: tuple[tuple[str, str, float, float], ...]

    @property
    def entry_id(self) -> str:
        """Which entry of its list."""
        return self.entry.entry_id

    def described(self) -> dict[str, Any]:
        """For the audit log and the reviewer: listed data and the explanation."""
        return {
            "list": self.entry.source,
            "entryId": self.entry.entry_id,
            "name": self.name,
            "score": round(self.score, 4),
            "nameScore": round(self.name_score, 4),
            "birthDate": self.birth,
            "birthEffect": BIRTH[self.birth],
            "programmes": list(self.entry.programmes),
            "parts": [
                {
                    "asked": asked,
                    "listed": listed,
                    "likeness": round(alike, 3),
                    "weight": round(weight, 2),
                }
                for asked, listed, alike, weight in self.parts
            ],
        }


class Question:
    """A name that is asked for, made comparable."""

    __slots__ = ("born", "likes", "total", "units", "words")

    def __init__(self, index: "NameIndex", person: Person) -> None:
        self.words = list(dict.fromkeys(fold(person.name)))[: compiling.MOST_WORDS]
        self.born = _day(person.date_of_birth)
        weights = []
        found = []
        for word in self.words:
            alike = index.alike(word)
            found.append(alike)
            weights.append(index.weight_of(word, alike))
        self.total = sum(weights)
        self.units = [
            Unit(1 << place, word, weights[place]) for place, word in enumerate(self.words)
        ]
        for place, word in joined(self.words):
            alike = index.alike(word)
            if alike:
                self.units.append(Unit(3 << place, word, weights[place] + weights[place + 1]))
                found.append(alike)
        # listed word -> the units that resemble it
        self.likes: dict[int, list[tuple[int, float]]] = {}
        for place, alike in enumerate(found):
            for word_id, close in alike:
                self.likes.setdefault(word_id, []).append((place, close))


class NameIndex:
    """All names of all lists."""

    def __init__(self, entries: Iterable[Listed] = (), packed: bytes = b"") -> None:
        self._s = s = compiling.opened(packed or compiling.pack(entries))
        self._words: list[str] = s["words"]
        self._smooth = [smooth(word) for word in self._words]
        self._bones = [skeleton(word) for word in self._words]
        self._keys: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            for key in keys(word):
                self._keys.setdefault(key, []).append(place)
        self._names = max(len(s["owners"]), 1)
        self._weights = self._weigh()
        self._rarest = log(1 + self._names)
        self._known: OrderedDict[str, list[tuple[int, float]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._s["entry_ends"])

    def _weigh(self) -> list[float]:
        """Rare words weigh more; words that sound alike count as one."""
        ends, counts = self._s["posting_ends"], dict.fromkeys(self._smooth, 0)
        for place, word in enumerate(self._smooth):
            counts[word] += ends[place] - (ends[place - 1] if place else 0)
        return [log(1 + self._names / counts[word]) for word in self._smooth]

    def alike(self, word: str) -> list[tuple[int, float]]:
        """Listed words that resemble this one: (place in the vocabulary, likeness 0-1)."""
        known = self._known.get(word)
        if known is not None:
            self._known.move_to_end(word)
            return known
        near: set[int] = set()
        for key in keys(word):
            near.update(self._keys.get(key, ()))
        even, bones = smooth(word), skeleton(word)
        found = []
        for other in near:
            close = likeness(
                word, even, bones, self._words[other], self._smooth[other], self._bones[other]
            )
            if close:
                found.append((other, close))
        self._known[word] = found
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def weight_of(self, word: str, alike: list[tuple[int, float]]) -> float:
        """What a word that is asked for weighs: as much as the nearest listed word."""
        if not alike:
            return self._rarest
        nearest, close = max(alike, key=lambda found: found[1])
        return self._weights[nearest] if close > 0.8 else self._rarest

    def search(self, person: Person, threshold: float, limit: int = 10) -> list[Hit]:
        """Entries at or above the threshold, best first, each by its best name."""
        asked = Question(self, person)
        if not asked.words:
            return []
        best: dict[int, tuple[float, int]] = {}
        births: dict[int, float] = {}
        owners = self._s["owners"]
        for name in self._candidates(asked):
            owner = owners[name]
            effect = births.get(owner)
            if effect is None:
                effect = births[owner] = BIRTH[birth_word(asked.born, self._births(owner))]
            if 1.0 + effect < threshold:
                continue
            score = self._score(asked, name)[0] + effect
            if score >= threshold and (owner not in best or best[owner][0] < score):
                best[owner] = (score, name)
        ranked = sorted(best.values(), key=lambda found: (-found[0], found[1]))[:limit]
        return [self._hit(asked, name) for _, name in ranked]

    def _births(self, owner: int) -> Any:
        ends = self._s["birth_ends"]
        return self._s["births"][ends[owner - 1] if owner else 0 : ends[owner]]

    def _candidates(self, asked: Question) -> Iterable[int]:
        """Names in which enough of the asked weight is covered."""
        need = COVERED * asked.total
        reached: list[tuple[float, set[int]]] = []
        ends, postings = self._s["posting_ends"], self._s["postings"]
        holders: list[set[int]] = [set() for _ in asked.units]
        for word, units in asked.likes.items():
            names = postings[ends[word - 1] if word else 0 : ends[word]]
            for unit, _ in units:
                holders[unit].update(names)
        reached = sorted(
            ((unit.weight, names) for unit, names in zip(asked.units, holders, strict=True)),
            key=lambda found: len(found[1]),
        )
        found: set[int] = set()
        for place, (weight, names) in enumerate(reached):
            if weight >= need:
                found |= names
                continue
            for other_weight, others in reached[place + 1 :]:
                if weight + other_weight >= need:
                    found |= names & others
                else:
                    found.update(
                        names.intersection(others).intersection(
                            set().union(
                                *(n for _, n in reached if n is not names and n is not others)
                            )
                        )
                    )
        return found

    def _score(self, asked: Question, name: int) -> tuple[float, list[Any]]:
        """The name's own score and its pairs."""
        s = self._s
        ends, units, masks = s["unit_ends"], s["units"], s["masks"]
        start, end = ends[name - 1] if name else 0, ends[name]
        options = []
        for place in range(start, end):
            for unit, close in asked.likes.get(units[place], ()):
                this = asked.units[unit]
                options.append((this.weight * close, close, unit, this.mask, place, masks[place]))
        pairs = aligned(options)
        gained = matched = 0.0
        covered = 0
        for pair in pairs:
            weight = asked.units[pair.asked].weight
            gained += weight * pair.likeness
            matched += weight
            covered |= masks[pair.listed]
        listed_missing = sum(
            self._weights[units[place]]
            for place in range(start, end)
            if masks[place].bit_count() == 1 and not masks[place] & covered
        )
        score = name_score(gained, matched, asked.total - matched, listed_missing)
        if len(pairs) == 1 and asked.units[pairs[0].asked].mask.bit_count() == 1:
            single = listed_missing > 0 or len(asked.words) > 1
            score *= ONE_WORD if single else 1.0
        return score * (WEAK_ALIAS if s["weak"][name] else 1.0), pairs

    def _hit(self, asked: Question, name: int) -> Hit:
        s = self._s
        owner = s["owners"][name]
        entry = compiling.record(s, owner)
        own, pairs = self._score(asked, name)
        word = birth_word(asked.born, self._births(owner))
        parts = [
            (
                asked.units[pair.asked].text,
                self._words[s["units"][pair.listed]],
                pair.likeness,
                asked.units[pair.asked].weight,
            )
            for pair in pairs
        ]
        covered = 0
        for pair in pairs:
            covered |= asked.units[pair.asked].mask
        for place, text in enumerate(asked.words):
            if not covered >> place & 1:
                parts.append((text, "", 0.0, asked.units[place].weight))
        text = entry.names[s["choices"][name]].text
        score = min(1.0, own + BIRTH[word])
        return Hit(entry, text, score, own, word, tuple(parts))


def _day(iso: str) -> int:
    """YYYYMMDD as a number; 0 if it is no date."""
    digits = iso.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdigit() else 0
