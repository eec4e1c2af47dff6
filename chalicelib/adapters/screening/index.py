"""An index of listed names in memory: finds spellings, orders and transliterations of a name.

How it works, from a question to a score:
1. `writing` reads the name: one or several lists of plain Latin words.
2. `question` asks the vocabulary (`likeness`) which listed words resemble each of them, and how
   much that proves: rare words prove more than common ones.
3. `_candidates` follows the words, and joined words, to the names with enough of them; names of
   people born on the same day need fewer.
4. `alignment` pairs the words of both names; `scoring` adds the evidence of pairs and subtracts the
   cost of unpaired words.
5. `births` adds or subtracts the evidence of the birth date; it excludes nobody.
"""

import gc
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter

from chalicelib.adapters.screening import births, compiling
from chalicelib.adapters.screening.alignment import Pair, align
from chalicelib.adapters.screening.births import Born
from chalicelib.adapters.screening.candidates import candidates
from chalicelib.adapters.screening.folding import runs
from chalicelib.adapters.screening.hits import Hit, Part
from chalicelib.adapters.screening.likeness import (
    UNLIKE,
    Vocabulary,
    alike_in_letters,
    likeness_of_runs,
)
from chalicelib.adapters.screening.question import Question
from chalicelib.adapters.screening.scoring import (
    ASKED_BETWEEN,
    JOINT,
    LEAST_SHARED,
    NAMESAKE,
    OTHERS,
    WHOLE,
    NameScore,
    most_points,
    pair_points,
    rules_with_birth,
    score_name,
)
from chalicelib.adapters.screening.writing import SYLLABIC, UNVOWELLED, readings
from chalicelib.domain.screening.screening import Listed, Person

ALGORITHM = "vestibule-name-index-9"
POINTS = attrgetter("points")
WHOLE_NAME = 0.97  # score of names that differ only in spaces and particles


@contextmanager
def _uncollected() -> Iterator[None]:
    """Disables the cyclic garbage collector: loading creates no cycles, and its runs would take a
    third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class NameIndex:
    """All names of all lists, from entries or from a packed list (see `compiling`). Unavailable if
    `packed` is damaged or of another format."""

    def __init__(self, entries: Iterable[Listed] = (), packed: bytes | None = None) -> None:
        with _uncollected():
            self._s = s = compiling.opened(compiling.pack(entries) if packed is None else packed)
            sounds = (s["sound_keys"], s["sound_words"])
            names = len(s["owners"])
            self._vocabulary = Vocabulary(s["words"], s["evens"], s["posting_ends"], names, sounds)
            self._born = self._by_birth()
            self._spans = births.Spans(s["births"], s["birth_ends"])

    def __len__(self) -> int:
        return len(self._s["entry_ends"])

    def search(self, person: Person, threshold: float, limit: int | None = 10) -> list[Hit]:
        """Entries at or above the threshold (0-1), best first, each by its best name; at most
        `limit`, all if it is None. Persons are compared with persons only, companies with
        companies, vessels and aircraft. Empty if nothing of the name can be compared."""
        ranked = self._ranked(person, threshold)[:limit]
        return self._hits(ranked, births.day(person.date_of_birth))

    def search_and_near(
        self, person: Person, threshold: float, near: float
    ) -> tuple[list[Hit], float]:
        """(all entries at or above the threshold, best score below it within `near`, or 0). Scores
        are 0-1; see `search`."""
        ranked = self._ranked(person, threshold - near)
        ringing = [found for found in ranked if found[0] >= threshold * WHOLE]
        below = ranked[len(ringing)][0] / WHOLE if len(ranked) > len(ringing) else 0.0
        return self._hits(ringing, births.day(person.date_of_birth)), below

    def _hits(self, ranked: Iterable[tuple[float, int, Question]], born: int) -> list[Hit]:
        return [self._hit(asked, name, born) for _, name, asked in ranked]

    def _ranked(self, person: Person, threshold: float) -> list[tuple[float, int, Question]]:
        """(points, name, reading) of entries at or above the threshold, best first."""
        born = births.day(person.date_of_birth)
        alike = frozenset(self._born_alike(born))
        effects: dict[int, str] = {}  # entry -> evidence of its birth date
        best: dict[int, tuple[float, int, Question]] = {}
        for reading in readings(person.name):
            runs_of = (self._s["run_keys"], self._s["run_names"])
            asked = Question(self._vocabulary, reading, runs_of, alike)
            for name, score in self._scored(asked, born, person.kind, threshold * WHOLE, effects):
                owner = self._s["owners"][name]
                if owner not in best or best[owner][0] < score:
                    best[owner] = (score, name, asked)
        return sorted(best.values(), key=lambda found: (-found[0], found[1]))

    def _scored(
        self,
        asked: Question,
        born: int,
        kind: str,
        threshold: float,
        effects: dict[int, str],
    ) -> Iterator[tuple[int, float]]:
        """Names at or above the threshold, with their points."""
        s = self._s
        owners, sources, persons = s["owners"], s["sources"], s["persons"]
        person = kind == "person"
        found = self._candidates(asked, born, threshold)
        # Weight -> whether a name reaches the threshold with a birth date that differs. Most names
        # have the same few weights and another birth date.
        reaching = {
            covered: _most(asked, covered, births.POINTS[births.OTHER], True) >= threshold
            for covered in set(found.values())
        }
        for name, covered in found.items():
            owner = owners[name]
            if bool(persons[owner]) is not person:
                continue
            if asked.syllabic and sources[name] == SYLLABIC:
                continue  # as written, not as read
            anyway = name in asked.runs or name in asked.whole
            if not anyway and not reaching[covered] and self._spans.certainly_differs(born, owner):
                continue
            if owner not in effects:
                effects[owner] = self._effect(born, owner)
            effect = births.POINTS[effects[owner]]
            if not anyway and _most(asked, covered, effect, bool(born)) < threshold:
                continue
            total = self._sum(asked, name)
            more = rules_with_birth(total, effect, len(owners), bool(born))
            score = total.points + sum(more.values()) + effect
            if score >= threshold:
                yield name, score

    def _effect(self, born: int, owner: int) -> str:
        """How the entry's birth dates fit this one."""
        if self._spans.certainly_differs(born, owner):
            return births.OTHER
        return births.compare(born, self._births(owner))

    def _births(self, owner: int) -> list[Born]:
        ends, days = self._s["birth_ends"], self._s["births"]
        first = ends[owner - 1] if owner else 0
        return [
            Born(days[place], days[place + 1], bool(days[place + 2]))
            for place in range(first, ends[owner], 3)
        ]

    def _candidates(self, asked: Question, born: int, threshold: float) -> dict[int, float]:
        """Names to align -> the greatest weight that they can cover."""
        s = self._s
        found = candidates(asked, bool(born), threshold, s["posting_ends"], s["postings"])
        most = sum(unit.weight for unit in asked.units)
        for name in (*self._born_alike(born), *asked.runs, *asked.whole):
            found[name] = most
        return found

    def _by_birth(self) -> "array[int]":
        """Entries with a known birth day, ordered by it: day and entry in one number."""
        days, rows = self._s["births"], []
        start = 0
        for owner, end in enumerate(self._s["birth_ends"]):
            rows += [
                days[place] << 32 | owner
                for place in range(start, end, 3)
                if days[place] == days[place + 1]
            ]
            start = end
        return array("q", sorted(rows))

    def _born_alike(self, born: int) -> Iterator[int]:
        """The names of people born on that day, also with day and month swapped. They are few, so
        that they are compared even if little of the name fits."""
        owners, rows = self._s["owners"], self._born
        for date in births.days_to_search(born):
            for row in rows[bisect_left(rows, date << 32) : bisect_left(rows, date + 1 << 32)]:
                owner = row & 0xFFFFFFFF
                yield from range(bisect_left(owners, owner), bisect_right(owners, owner))

    def _words(self, name: int) -> Sequence[int]:
        ends = self._s["name_ends"]
        words: Sequence[int] = self._s["name_words"][ends[name - 1] if name else 0 : ends[name]]
        return words

    def _sum(self, asked: Question, name: int) -> NameScore:
        """The best way to pair the words of both names."""
        places = self._words(name)
        texts = [self._vocabulary.words[place] for place in places]
        weak = bool(self._s["weak"][name])
        likes_of = asked.likes_in(self._s["sources"][name])
        options = []
        for at, place in enumerate(places):
            for unit, likes in zip(asked.units, likes_of, strict=True):
                if place in likes:
                    close, points = likes[place]
                    cost = JOINT if unit.end - unit.first > 1 else 0.0
                    span = (unit.first, unit.end, at, at + 1)
                    options.append(Pair(points - cost, close, *span, unit.sure))
        total = self._score(asked, options, texts, weak)
        if name in asked.whole and total.costs and alike_in_letters(asked.joined, "".join(texts)):
            total = max(total, self._whole(asked, places, texts, weak), key=POINTS)
        if name in asked.runs and total.costs:
            options += self._joints(asked, name, places, texts)
            return max(total, self._score(asked, options, texts, weak), key=POINTS)
        return total

    @staticmethod
    def _score(asked: Question, options: list[Pair], texts: Sequence[str], weak: bool) -> NameScore:
        aligned = align(options, asked.words, texts)
        return score_name(aligned, asked.words, texts, weak, asked.syllables, asked.vowelled)

    def _whole(
        self, asked: Question, places: Sequence[int], texts: Sequence[str], weak: bool
    ) -> NameScore:
        """The points of both names as one pair: without spaces they are equal, with particles."""
        weights = sorted(map(self._vocabulary.rarity, places), reverse=True)
        points = weights[0] + OTHERS * sum(weights[1:]) - JOINT
        pair = Pair(points, WHOLE_NAME, 0, len(asked.words), 0, len(texts))
        return self._score(asked, [pair], texts, weak)

    def _joints(
        self, asked: Question, name: int, places: Sequence[int], texts: Sequence[str]
    ) -> Iterator[Pair]:
        """Pairs of neighbouring words that are one word in the other name."""
        several = list(runs(texts, turned=not asked.vowelled))
        written = asked.unvowelled and self._s["sources"][name] == UNVOWELLED
        singles = [(place, place + 1, text) for place, text in enumerate(texts)]
        for run in asked.runs.get(name, ()):
            # One word with one was compared by `likes`.
            theirs = several if run.end - run.first == 1 else [*several, *singles]
            for first, end, text in theirs:
                close = likeness_of_runs(
                    run.text, text, asked.other, asked.syllabic, asked.vowelled or written
                )
                if close:
                    weights = sorted(map(self._vocabulary.rarity, places[first:end]), reverse=True)
                    points = weights[0] + OTHERS * sum(weights[1:]) - JOINT - UNLIKE * (1 - close)
                    span = (run.first, run.end, first, end)
                    yield Pair(points, close, *span, not asked.unvowelled)

    def _hit(self, asked: Question, name: int, born: int) -> Hit:
        s = self._s
        owner = s["owners"][name]
        entry = compiling.record(s, owner)
        word = self._effect(born, owner)
        effect = births.POINTS[word]
        total = self._sum(asked, name)
        more = rules_with_birth(total, effect, len(self._s["owners"]), bool(born))
        own = total.points + sum(more.values())
        rules = {rule: points / WHOLE for rule, points in (total.rules | more).items()}
        text = entry.names[s["choices"][name]].text
        score = max(0.0, min(1.0, (own + effect) / WHOLE))
        parts = tuple(self._parts(asked, name, total))
        return Hit(entry, text, score, own / WHOLE, word, parts, rules)

    def _parts(self, asked: Question, name: int, total: NameScore) -> Iterator[Part]:
        """The pairs, then the unpaired words of the question and of the listed name."""
        places, vocabulary = self._words(name), self._vocabulary
        pairs = total.aligned.pairs
        for pair, points in zip(pairs, pair_points(pairs), strict=True):
            mine = asked.words[pair.asked_first : pair.asked_end]
            theirs = places[pair.listed_first : pair.listed_end]
            listed = " ".join(vocabulary.words[place] for place in theirs)
            weight = sum(vocabulary.rarity(place) for place in theirs)
            held = min(vocabulary.holders(place) for place in theirs)
            effect = points / WHOLE
            yield Part(" ".join(mine), listed, pair.likeness, weight, effect, held, pair.initial)
        for (side, at), cost in total.costs.items():
            if side == "asked":
                weight = asked.units[at].weight or vocabulary.rarest
                yield Part(asked.words[at], "", 0.0, weight, -cost / WHOLE)
            else:
                weight = vocabulary.rarity(places[at])
                yield Part("", vocabulary.words[places[at]], 0.0, weight, -cost / WHOLE)


def _most(asked: Question, covered: float, effect: float, dated: bool) -> float:
    """The greatest points a name can reach, so that names without a chance are not aligned."""
    best = most_points(covered, asked.heaviest)
    if not dated and best >= LEAST_SHARED:
        return max(best, NAMESAKE)
    if covered >= 0.99 * asked.total:
        return best + effect if effect < 0 else max(best + effect, NAMESAKE)
    return best - ASKED_BETWEEN + effect
