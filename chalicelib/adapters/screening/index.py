"""An index of listed names in memory: finds spellings, orders and transliterations of a name.

How it works. Names are folded to plain Latin words. A word that is asked for leads, by keys that
survive a typo or another romanisation, to the few words of the lists that resemble it (rapidfuzz
scores them); those lead by posting lists to the names that hold them. Names of which enough is
covered are aligned word by word. Rare words weigh more than common ones, so "Mohammed" alone proves
nothing. The birth date is evidence: it moves the score, it filters nobody out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from operator import itemgetter
from typing import Any

from chalicelib.adapters.screening import compiling
from chalicelib.adapters.screening.folding import fold, joined
from chalicelib.adapters.screening.likeness import Likes, Vocabulary
from chalicelib.adapters.screening.scoring import (
    BIRTH,
    NAMESAKE,
    NAMESAKE_LIKENESS,
    ONE_WORD,
    PROOF,
    SHARPNESS,
    WEAK_ALIAS,
    WEAKEST,
    Unit,
    aligned,
    birth_word,
    day,
    name_score,
)
from chalicelib.domain.screening import Listed, Person

ALGORITHM = "vestibule-name-index-2"
COVERED = 0.5
JOINED = 0.85  # how alike two words must be to be taken for one of the other side


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
        self.born = day(person.date_of_birth)
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
            alike = index.alike(word, joined=True)
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

    def __init__(self, entries: Iterable[Listed] = (), packed: bytes | None = None) -> None:
        self._s = s = compiling.opened(compiling.pack(entries) if packed is None else packed)
        self._vocabulary = Vocabulary(s["words"], s["evens"])
        self._names = max(len(s["owners"]), 1)
        self._weights = self._weigh()
        self._rarest = log(1 + self._names)
        self._proof = PROOF * self._rarest

    def __len__(self) -> int:
        return len(self._s["entry_ends"])

    def _weigh(self) -> list[float]:
        """Rare words weigh more; words that sound alike count as one."""
        ends, counts = self._s["posting_ends"], dict.fromkeys(self._vocabulary.evens, 0)
        for place, word in enumerate(self._vocabulary.evens):
            counts[word] += ends[place] - (ends[place - 1] if place else 0)
        return [log(1 + self._names / counts[word]) for word in self._vocabulary.evens]

    def alike(self, word: str, joined: bool = False) -> Likes:
        """Listed words that resemble this one."""
        return self._vocabulary.alike(word, joined)

    def weight_of(self, word: str, alike: Likes) -> float:
        """What a word that is asked for weighs: as much as the nearest listed word."""
        nearest, close = max(alike, key=itemgetter(1), default=(0, 0.0))
        return self._weights[nearest] if close > 0.8 else self._rarest

    def search(self, person: Person, threshold: float, limit: int = 10) -> list[Hit]:
        """Entries at or above the threshold, best first, each by its best name."""
        asked = Question(self, person)
        if not asked.words:
            return []
        best: dict[int, tuple[float, int]] = {}
        effects: dict[int, float] = {}
        at_best: dict[float, float] = {}  # few different sums of weights
        owners = self._s["owners"]
        for name, covered in self._candidates(asked).items():
            owner = owners[name]
            effect = effects.get(owner)
            if effect is None:
                effect = effects[owner] = BIRTH[birth_word(asked.born, self._births(owner))]
            most = at_best.get(covered)
            if most is None:
                most = at_best[covered] = self._at_best(asked, covered)
            if most + effect < threshold:
                continue
            score = self._score(asked, name)[0] + effect
            if score >= threshold and (owner not in best or best[owner][0] < score):
                best[owner] = (score, name)
        ranked = sorted(best.values(), key=lambda found: (-found[0], found[1]))[:limit]
        return [self._hit(asked, name) for _, name in ranked]

    def _at_best(self, asked: Question, covered: float) -> float:
        """What a name's score can be at most, so that hopeless ones need no aligning."""
        best = name_score(covered, covered, max(asked.total - covered, 0.0), 0.0, self._proof)
        return max(best, NAMESAKE - BIRTH["unknown"]) if covered >= 0.99 * asked.total else best

    def _births(self, owner: int) -> Any:
        ends = self._s["birth_ends"]
        return self._s["births"][ends[owner - 1] if owner else 0 : ends[owner]]

    def _candidates(self, asked: Question) -> dict[int, float]:
        """Names that hold enough of what is asked for -> the weight they may cover."""
        ends, postings = self._s["posting_ends"], self._s["postings"]
        holders: list[set[int]] = [set() for _ in asked.units]
        for word, units in asked.likes.items():
            held = postings[ends[word - 1] if word else 0 : ends[word]]
            for unit, _ in units:
                holders[unit].update(held)
        need = COVERED * asked.total
        ranked = sorted(
            zip(asked.units, holders, strict=True), key=lambda found: (len(found[1]), found[0].mask)
        )
        left = sum(unit.weight for unit in asked.units)
        covered: dict[int, float] = {}
        for wanted, names in ranked:
            # what the rest covers alone is too little: only names that were reached before count
            reachable = names if left >= need else covered.keys() & names
            left -= wanted.weight
            for name in reachable:
                covered[name] = covered.get(name, 0.0) + wanted.weight
        return {name: weight for name, weight in covered.items() if weight >= need}

    def _score(self, asked: Question, name: int) -> tuple[float, list[Any]]:
        """The name's own score and its pairs."""
        s = self._s
        ends, units, masks = s["unit_ends"], s["units"], s["masks"]
        start, end = ends[name - 1] if name else 0, ends[name]
        options, joints = [], []
        for place in range(start, end):
            for unit, close in asked.likes.get(units[place], ()):
                this, mask = asked.units[unit], masks[place]
                option = (this.weight * close, close, unit, this.mask, place, mask)
                double = (this.mask & this.mask - 1) + (mask & mask - 1)
                if not double:
                    options.append(option)
                elif close >= JOINED:
                    joints.append(option)
        pairs = aligned(options)
        if joints and len(pairs) < len(asked.words):
            pairs = max(pairs, aligned(options + joints), key=self._gain(asked))
        gained = matched = 0.0
        covered = 0
        worst = 1.0
        for pair in pairs:
            weight = asked.units[pair.asked].weight
            gained += weight * pair.likeness**SHARPNESS
            matched += weight
            covered |= masks[pair.listed]
            worst = min(worst, pair.likeness)
        listed_missing = sum(
            self._weights[units[place]]
            for place in range(start, end)
            if masks[place] & masks[place] - 1 == 0 and not masks[place] & covered
        )
        asked_missing = asked.total - matched
        score = name_score(gained, matched, asked_missing, listed_missing, self._proof)
        score -= WEAKEST * (1.0 - worst)
        whole = asked_missing < 0.01 and not listed_missing
        if covered & covered - 1 == 0 and not whole:
            score -= ONE_WORD * (1.0 - min(matched / self._proof, 1.0))
        if s["weak"][name]:
            score *= WEAK_ALIAS
        elif whole and worst >= NAMESAKE_LIKENESS:
            score = max(score, NAMESAKE - BIRTH["unknown"])
        return score, pairs

    @staticmethod
    def _gain(asked: Question) -> Any:
        return lambda pairs: sum(asked.units[pair.asked].weight * pair.likeness for pair in pairs)

    def _hit(self, asked: Question, name: int) -> Hit:
        s = self._s
        owner = s["owners"][name]
        entry = compiling.record(s, owner)
        own, pairs = self._score(asked, name)
        word = birth_word(asked.born, self._births(owner))
        parts = [
            (
                asked.units[pair.asked].text,
                self._vocabulary.words[s["units"][pair.listed]],
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
