"""An index of listed names in memory: finds spellings, orders and transliterations of a name.

How it works. Names are folded to plain Latin words. A word that is asked for leads, by keys that
survive a typo or another romanisation, to the few words of the lists that resemble it (rapidfuzz
scores them); those lead by posting lists to the names that hold them. Names of which enough is
covered are aligned word by word. Rare words weigh more than common ones, so "Mohammed" alone proves
nothing. The birth date is evidence: it moves the score, it filters nobody out.
"""

import gc
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from chalicelib.adapters.screening import compiling
from chalicelib.adapters.screening.folding import fold, joined
from chalicelib.adapters.screening.likeness import RAREST, Likes, Vocabulary
from chalicelib.adapters.screening.scoring import (
    ASKED_BETWEEN,
    BIRTH,
    JOINT,
    MISSING,
    NAMESAKE,
    WHOLE,
    Option,
    Sum,
    Unit,
    added,
    aligned,
    at_best,
    birth_word,
    day,
    least,
    proved,
)
from chalicelib.adapters.screening.unvowelled import readings
from chalicelib.domain.screening import Listed, Person

ALGORITHM = "vestibule-name-index-3"
COVERED = 0.35  # of what can be proved, names that hold less are not looked at
SLIGHT = 2.0  # what proves less leads to nobody, unless nothing is more alike
NEAR = 2.0  # points below the best that still count as near
LIKELY = BIRTH["within_listed_interval"]  # the most that is added, but for the same day
POINTS = attrgetter("points")
JOINED = 0.85  # how alike two words must be to be taken for one of the other side


class Part(NamedTuple):
    """A word of one side, or a pair of words, and what it adds to the score or takes off."""

    asked: str
    listed: str
    likeness: float
    weight: float  # points it could add at best
    effect: float

    def described(self) -> dict[str, Any]:
        """For the reviewer."""
        return {
            "asked": self.asked,
            "listed": self.listed,
            "likeness": round(self.likeness, 3),
            "weight": round(self.weight, 2),
            "effect": round(self.effect, 4),
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that resembles the person; score 0-1. `name_score` is what the parts and the rules
    add up to."""

    entry: Listed
    name: str
    score: float
    name_score: float
    birth: str
    parts: tuple[Part, ...]
    rules: dict[str, float]

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
            "parts": [part.described() for part in self.parts],
            "rules": {rule: round(effect, 4) for rule, effect in self.rules.items()},
        }


class Question:
    """A name that is asked for, made comparable."""

    __slots__ = ("alike", "born", "heaviest", "likes", "total", "units", "words")

    def __init__(self, vocabulary: Vocabulary, person: Person) -> None:
        self.words = list(dict.fromkeys(fold(person.name)))[: compiling.MOST_WORDS]
        self.born = day(person.date_of_birth)
        unvowelled = readings(person.name)
        found = [vocabulary.alike(word, readings=unvowelled.get(word, ())) for word in self.words]
        weights = [max(alike[0][2], 0.0) if alike else 0.0 for alike in found]
        self.alike = found
        self.total = sum(weights)
        self.units = [
            Unit(1 << place, word, weights[place]) for place, word in enumerate(self.words)
        ]
        for place, word in joined(self.words):
            both = [unvowelled.get(half, ()) for half in self.words[place : place + 2]]
            alike = vocabulary.alike(word, True, ["".join(way) for way in product(*both)])
            if alike:
                best = max(alike[0][2], weights[place] + weights[place + 1])
                self.units.append(Unit(3 << place, word, best))
                found.append(alike)
        self.heaviest = max((unit.weight for unit in self.units), default=0.0)
        # listed word -> the units that resemble it: (place, likeness, points)
        self.likes: dict[int, list[tuple[int, float, float]]] = {}
        for place, alike in enumerate(found):
            for word_id, close, points in alike:
                self.likes.setdefault(word_id, []).append((place, close, points))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: loading makes none, and its rounds take a third of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class NameIndex:
    """All names of all lists."""

    def __init__(self, entries: Iterable[Listed] = (), packed: bytes | None = None) -> None:
        with _uncollected():
            self._s = s = compiling.opened(compiling.pack(entries) if packed is None else packed)
            names = len(s["owners"])
            self._vocabulary = Vocabulary(s["words"], s["evens"], s["posting_ends"], names)
            self._born = self._by_birth()

    def __len__(self) -> int:
        return len(self._s["entry_ends"])

    def search(self, person: Person, threshold: float, limit: int | None = 10) -> list[Hit]:
        """Entries at or above the threshold, best first, each by its best name; without a limit,
        all of them."""
        asked = Question(self._vocabulary, person)
        if not asked.words:
            return []
        best: dict[int, tuple[float, int]] = {}
        effects: dict[int, float] = {}
        owners = self._s["owners"]
        for name, covered in self._candidates(asked, threshold).items():
            owner = owners[name]
            effect = effects.get(owner)
            if effect is None:
                effect = effects[owner] = BIRTH[birth_word(asked.born, self._births(owner))]
            if self._at_best(asked, covered, effect) < threshold:
                continue
            score = self._own(asked, name, effect)[0] + effect
            if score >= threshold and (owner not in best or best[owner][0] < score):
                best[owner] = (score, name)
        ranked = sorted(best.values(), key=lambda found: (-found[0], found[1]))[:limit]
        return [self._hit(asked, name) for _, name in ranked]

    @staticmethod
    def _at_best(asked: Question, covered: float, effect: float) -> float:
        """What a name's score can be at most, so that hopeless ones need no aligning."""
        if covered >= 0.99 * asked.total:
            most = at_best(covered, asked.heaviest) / WHOLE + effect
            return most if effect < 0 else max(most, NAMESAKE)
        return (at_best(covered, asked.heaviest) - ASKED_BETWEEN) / WHOLE + effect

    def _births(self, owner: int) -> Any:
        ends = self._s["birth_ends"]
        return self._s["births"][ends[owner - 1] if owner else 0 : ends[owner]]

    def _candidates(self, asked: Question, threshold: float) -> dict[int, float]:
        """Names that hold enough of what is asked for -> the weight they may cover."""
        likely = LIKELY if asked.born else BIRTH["unknown"]
        need = least((threshold - likely) * WHOLE + ASKED_BETWEEN, asked.heaviest)
        need = max(COVERED * asked.total, min(need, 0.99 * asked.total))
        tiers = []
        left = []  # what each unit may still cover, by near and by far words
        for unit, alike in enumerate(asked.alike):
            near, far, less = self._holders(alike)
            left.append([asked.units[unit].weight, less])
            tiers += [(len(near), unit, 0, near), (len(far), unit, 1, far)]
        covered: dict[int, float] = {}
        for _, unit, tier, names in sorted(tiers, key=itemgetter(0, 1, 2)):
            # what the rest covers alone is too little: only names that were reached before count
            reachable = names if sum(map(max, left)) >= need else covered.keys() & names
            weight, left[unit][tier] = left[unit][tier], 0.0
            for name in reachable:
                covered[name] = covered.get(name, 0.0) + weight
        found = {name: weight for name, weight in covered.items() if weight >= need}
        most = sum(unit.weight for unit in asked.units)
        for name in self._born_alike(asked.born):
            found[name] = most
        return found

    def _holders(self, alike: Likes) -> tuple[set[int], set[int], float]:
        """Names with a word that is near to one asked for, names with one that is not, and what
        that proves at best."""
        ends, postings = self._s["posting_ends"], self._s["postings"]
        near: set[int] = set()
        far: set[int] = set()
        enough = alike[0][2] - NEAR if alike else 0.0
        most = 0.0
        for word, _, points in alike:  # the less alike, the fewer points
            if points < min(SLIGHT, enough):
                break
            held = postings[ends[word - 1] if word else 0 : ends[word]]
            if points >= enough:
                near.update(held)
            else:
                far.update(held)
                most = max(most, points)
        return near, far - near, most

    def _by_birth(self) -> "array[int]":
        """The entries of a known birth day, in the order of days: day and entry in one number."""
        births, rows = self._s["births"], []
        start = 0
        for owner, end in enumerate(self._s["birth_ends"]):
            rows += [
                births[place] << 32 | owner
                for place in range(start, end, 2)
                if births[place] == births[place + 1]
            ]
            start = end
        return array("q", sorted(rows))

    def _born_alike(self, born: int) -> Iterator[int]:
        """The names of all who were born that day, or on it with day and month swapped: few, so
        little of the name has to fit for them to be looked at."""
        swapped = born // 10_000 * 10_000 + born % 100 * 100 + born // 100 % 100
        owners, rows = self._s["owners"], self._born
        for date in {born, swapped} - {0}:
            for row in rows[bisect_left(rows, date << 32) : bisect_left(rows, date + 1 << 32)]:
                owner = row & 0xFFFFFFFF
                yield from range(bisect_left(owners, owner), bisect_right(owners, owner))

    def _own(self, asked: Question, name: int, effect: float) -> tuple[float, Sum]:
        """The name's own score beside a birth date of that effect, and how it came about."""
        total = self._sum(asked, name)
        own = total.points / WHOLE
        if total.namesake and effect >= 0:
            own = max(own, NAMESAKE - effect)
        return own, total

    def _sum(self, asked: Question, name: int) -> Sum:
        s = self._s
        ends, units, masks = s["unit_ends"], s["units"], s["masks"]
        start, end = self._first(name), ends[name]
        options, joints = [], []
        listed = 0
        for place in range(start, end):
            mask = masks[place]
            listed |= mask
            for unit, close, points in asked.likes.get(units[place], ()):
                this = asked.units[unit].mask
                doubles = bool(this & this - 1) + bool(mask & mask - 1)
                if not doubles:
                    options.append(Option(points, close, unit, this, place, mask))
                elif doubles == 1 and close >= JOINED:
                    joints.append(Option(points - JOINT, close, unit, this, place, mask))
        words = (1 << len(asked.words)) - 1
        total = added(aligned(options), words, listed, bool(s["weak"][name]))
        if joints and any(total.missing):
            other = added(aligned(options + joints), words, listed, bool(s["weak"][name]))
            return max(total, other, key=POINTS)
        return total

    def _hit(self, asked: Question, name: int) -> Hit:
        s = self._s
        owner = s["owners"][name]
        entry = compiling.record(s, owner)
        word = birth_word(asked.born, self._births(owner))
        own, total = self._own(asked, name, BIRTH[word])
        rules = {rule: points / WHOLE for rule, points in total.rules.items()}
        if own > total.points / WHOLE:
            rules["namesake"] = own - total.points / WHOLE
        text = entry.names[s["choices"][name]].text
        score = max(0.0, min(1.0, own + BIRTH[word]))
        return Hit(entry, text, score, own, word, tuple(self._parts(asked, name, total)), rules)

    def _parts(self, asked: Question, name: int, total: Sum) -> Iterator[Part]:
        """Pairs, then words asked for that are not listed, then listed ones nobody asked for."""
        s, words = self._s, self._vocabulary.words
        for pair, points in zip(total.pairs, proved(total.pairs), strict=True):
            unit = asked.units[pair.asked]
            listed = words[s["units"][pair.listed]]
            yield Part(unit.text, listed, pair.likeness, unit.weight, points / WHOLE)
        for side, (cost, missing) in enumerate(zip(MISSING, total.missing, strict=True)):
            for place in filter(lambda bit: missing >> bit & 1, range(missing.bit_length())):
                if side < 2:
                    weight = asked.units[place].weight or RAREST
                    yield Part(asked.words[place], "", 0.0, weight, -cost / WHOLE)
                else:
                    listed = s["units"][self._first(name) + place]
                    weight = self._vocabulary.rarity(listed)
                    yield Part("", words[listed], 0.0, weight, -cost / WHOLE)

    def _first(self, name: int) -> int:
        """Where the units of a name begin: its words one by one, then the joined ones."""
        return self._s["unit_ends"][name - 1] if name else 0
