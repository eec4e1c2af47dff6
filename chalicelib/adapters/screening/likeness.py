"""Which listed words resemble a word, and how much (0-1)."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from chalicelib.adapters.screening.folding import (
    asked_keys,
    bare,
    frame,
    letter_keys,
    skeletons,
    smooth,
    stored_keys,
)

FLOOR = 0.7
# What each view of a word is worth: its letters, its letters after romanisations were brought
# together, the same with any vowel for another, and without vowels (as Arabic script shows it).
SMOOTH, FRAME, BARE = 0.97, 0.94, 0.89
# In short words vowels tell people apart (Yang, Yong).
BRIEF, BRIEF_FRAME, BRIEF_BARE = 4, 0.82, 0.78
CONSONANTS = 0.6  # consonants must be this alike for a word to be looked at
CROWDED = 150  # a beginning or end that so many words share leads nowhere
REMEMBERED = 3_000

Likes = list[tuple[int, float]]


class Vocabulary:
    """All listed words. Edits are counted with neighbours swapped as one (optimal alignment)."""

    def __init__(self, words: Sequence[str], evens: Sequence[str]) -> None:
        self.words, self.evens = words, evens
        self._frames = [frame(even) for even in evens]
        groups: dict[str, list[int]] = {}
        for place, even in enumerate(evens):
            groups.setdefault(bare(even), []).append(place)
        self._bares = list(groups)
        self._members = [tuple(found) for found in groups.values()]
        reached: dict[str, list[int]] = {}
        for group, consonants in enumerate(self._bares):
            for bones in skeletons(consonants):
                for key in stored_keys(bones):
                    reached.setdefault(key, []).append(group)
        self._keys = {key: tuple(found) for key, found in reached.items()}
        reached = {}
        for place, word in enumerate(words):
            for key in letter_keys(word, evens[place]):
                reached.setdefault(key, []).append(place)
        self._letters = {k: tuple(found) for k, found in reached.items() if len(found) <= CROWDED}
        self._known: OrderedDict[str, Likes] = OrderedDict()

    def alike(self, word: str, joined: bool = False) -> Likes:
        """Listed words that resemble this one: (place in the vocabulary, likeness).

        For two words that were `joined` only those of the same consonants are looked at.
        """
        key = "+" + word if joined else word
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        found = self._known[key] = self._compared(word, joined)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def _compared(self, word: str, joined: bool) -> Likes:
        even = smooth(word)
        consonants = bare(even)
        best: dict[int, float] = {}
        reaching = _same if joined else asked_keys
        wanted = chain.from_iterable(reaching(bones) for bones in skeletons(consonants))
        groups = self._near(self._keys, set(wanted))
        for group, close in _scan(consonants, self._bares, groups, CONSONANTS):
            for place in self._members[group]:
                best[place] = close * (BARE if len(even) > BRIEF else BRIEF_BARE)
        places = list(best.keys() | self._near(self._letters, letter_keys(word, even)))
        views = (
            (word, self.words, 1.0),
            (even, self.evens, SMOOTH),
            (frame(even), self._frames, FRAME if len(even) > BRIEF else BRIEF_FRAME),
        )
        for text, texts, worth in views:
            for place, close in _scan(text, texts, places, FLOOR / worth):
                if worth * close > best.get(place, 0.0):
                    best[place] = worth * close
        return [(place, close) for place, close in best.items() if close >= FLOOR]

    @staticmethod
    def _near(table: dict[str, tuple[int, ...]], found: Iterable[str]) -> set[int]:
        return set(chain.from_iterable(table.get(key, ()) for key in found))


def _scan(
    text: str, texts: Sequence[str], places: Iterable[int], cutoff: float
) -> list[tuple[int, float]]:
    """Those of `places` whose text is at least `cutoff` alike, with how much."""
    places = list(places)
    rows = extract(
        text,
        list(map(texts.__getitem__, places)),
        scorer=OSA.normalized_similarity,
        score_cutoff=cutoff,
        limit=None,
    )
    return [(places[row], close) for _, close, row in rows]


def _same(bones: str) -> set[str]:
    return {bones}
