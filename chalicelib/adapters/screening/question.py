"""The name of a question, made comparable: its words, the forms that they may have instead, and the
listed words that resemble them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from typing import NamedTuple

from chalicelib.adapters.screening.compiling import key_of, whole_key
from chalicelib.adapters.screening.folding import LONGEST_JOINED, run_key, runs
from chalicelib.adapters.screening.likeness import NONE, Likes, Vocabulary
from chalicelib.adapters.screening.sounds import syllabic, syllables
from chalicelib.adapters.screening.writing import BURMESE, SYLLABIC, UNVOWELLED, Reading

CROWDED = 40  # names; of more that share a key, only people born on the same day are compared
LONG = 6  # letters; a word of so many may be several words in the list


class Unit(NamedTuple):
    """Words `[first:end]` of the question as one, and the most points that they can prove. `sure`
    is False for a word whose script writes few vowels."""

    first: int
    end: int
    text: str
    weight: float
    sure: bool = True


class Run(NamedTuple):
    """Words `[first:end]` of the question that, without blanks, a listed name may hold."""

    first: int
    end: int
    text: str


class Question:
    """One reading of a name, compared with the vocabulary of the lists.

    `units`: the words, then neighbouring words that may be one word in the list. `alike` and
    `likes` hold for each unit the listed words that resemble it. `total` and `heaviest`: the sum
    and the greatest of the units' weights, in points; the sum is of the single words. `runs`:
    listed name -> words of the question that, joined, it may hold. `whole`: listed names that may
    be the same without blanks.
    """

    __slots__ = (
        "_born",
        "_vocabulary",
        "_written",
        "alike",
        "heaviest",
        "joined",
        "likes",
        "other",
        "runs",
        "syllabic",
        "syllables",
        "total",
        "units",
        "unvowelled",
        "vowelled",
        "whole",
        "words",
    )

    def __init__(
        self,
        vocabulary: Vocabulary,
        reading: Reading,
        runs_of: tuple[Sequence[int], Sequence[int]],
        born: Set[int] = frozenset(),
    ) -> None:
        """`runs_of`: the sorted keys of joined words in listed names, and the name of each key. If
        over CROWDED names share a key, only those in `born` are taken: the names of people born on
        the day of the question."""
        self._born, self._vocabulary = born, vocabulary
        self.words = reading.words
        self.syllabic = reading.source == SYLLABIC  # as read, not as written
        self.syllables = reading.source in (SYLLABIC, BURMESE)
        self.vowelled = reading.source == BURMESE
        self.unvowelled = reading.source == UNVOWELLED
        self._written: list[dict[int, tuple[float, float]]] = []
        self.other = other = syllabic(self.words)
        self.units: list[Unit] = []
        self.alike: list[Likes] = []  # unit -> listed words
        for place, word in enumerate(self.words):
            ways = reading.consonants.get(word, ())
            alike = (
                vocabulary.alike(word, readings=ways, other=other, read=self.syllabic)
                if len(word) > 1
                else NONE
            )
            weight = max(alike.best, 0.0)
            self._unit(Unit(place, place + 1, word, weight, not ways), alike)
        self.total = sum(unit.weight for unit in self.units)
        self.runs: dict[int, list[Run]] = {}  # listed name -> runs of the question it may hold
        self._joined(vocabulary, reading, other, runs_of)
        self.heaviest = max((unit.weight for unit in self.units), default=0.0)
        # unit -> listed word -> how alike it is, and what that proves
        self.likes = [alike.table() for alike in self.alike]

    def likes_in(self, source: int) -> Sequence[dict[int, tuple[float, float]]]:
        """`likes` for names of that source. Two names of a script without vowels are compared by
        their letters: what one of them may be read as in Latin letters is no likeness."""
        if not self.unvowelled or source != UNVOWELLED:
            return self.likes
        if not self._written:
            self._written = [*map(self._as_written, self.units)]
        return self._written

    def _as_written(self, unit: Unit) -> dict[int, tuple[float, float]]:
        if len(unit.text) == 1:
            return {}
        alike = self._vocabulary.alike(unit.text, joined=True, other=self.other, vowelled=True)
        return {
            word: (close, min(points, unit.weight))
            for word, (close, points) in alike.table().items()
        }

    def _unit(self, unit: Unit, alike: Likes) -> None:
        self.units.append(unit)
        self.alike.append(alike)

    def _joined(
        self,
        vocabulary: Vocabulary,
        reading: Reading,
        other: bool,
        runs_of: tuple[Sequence[int], Sequence[int]],
    ) -> None:
        """Adds words that may be one word in the list, and single words that may be several."""
        for first, end, text in runs(self.words, turned=not self.vowelled):
            if len(text) <= LONGEST_JOINED:
                ways = reading.consonants.get(text, ())
                if end - first == len(self.words) or other:
                    self._look_up(Run(first, end, text), other, runs_of)
                alike = vocabulary.alike(
                    text,
                    joined=True,
                    readings=ways,
                    other=other,
                    read=self.syllabic,
                    vowelled=self.vowelled,
                )
                if alike.words:
                    own = sum(unit.weight for unit in self.units[first:end])
                    best = max(alike.best, own)
                    self._unit(Unit(first, end, text, best, not ways), alike)
        for place, word in enumerate(self.words):
            if len(word) >= LONG or (len(word) > 1 and not word.isascii()) or other:
                self._look_up(Run(place, place + 1, word), other, runs_of)

        self.joined = reading.joined or "".join(self.words)
        self.whole = set(self._few(_found(whole_key(self.joined), runs_of)))
        if reading.joined:
            self.whole.update(self._few(_found(run_key(self.joined), runs_of)))

    def _few(self, names: Sequence[int]) -> Sequence[int]:
        return names if len(names) <= CROWDED else [name for name in names if name in self._born]

    def _look_up(self, run: Run, other: bool, runs_of: tuple[Sequence[int], Sequence[int]]) -> None:
        for key in (run_key(run.text), *(_keys(run.text) if other else ())):
            for listed in self._few(_found(key, runs_of)):
                held = self.runs.setdefault(listed, [])
                if run not in held:
                    held.append(run)


def _found(key: int, runs_of: tuple[Sequence[int], Sequence[int]]) -> Sequence[int]:
    keys, names = runs_of
    first = bisect_left(keys, key)
    if first == len(keys) or keys[first] != key:
        return ()
    return names[first : bisect_right(keys, key, first)]


def _keys(text: str) -> tuple[int, ...]:
    return tuple(key_of(key) for key in syllables(text))
