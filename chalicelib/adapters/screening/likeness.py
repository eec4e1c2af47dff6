"""Which listed words resemble a word, how much (0-1), and what that proves (points).

A point is a factor of e in what chance would do: a word proves 5 points if one name in e**5 holds a
word that resembles it at least as much. So a coarse likeness, which many words share, proves little
and a rare word that is the same proves much; what an unlikeness takes off is subtracted.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from math import log

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from chalicelib.adapters.screening.folding import (
    asked_keys,
    bare,
    frame,
    kin,
    letter_keys,
    skeletons,
    smooth,
    stored_keys,
)

FLOOR = 0.74
# What each view of a word is worth: its letters, its letters after romanisations were brought
# together, the same with any vowel for another, and without vowels (as Arabic script shows it).
SMOOTH, FRAME, BARE = 0.97, 0.94, 0.89
# In short words vowels tell people apart (Yang, Yong).
BRIEF, BRIEF_FRAME, BRIEF_BARE = 4, 0.82, 0.78
UNVOWELLED = 0.97  # the same consonants, where one side is written without vowels
KIN, BRIEF_KIN = 0.86, 0.78  # the same frame but for letters that are put for one another
CONSONANTS = 0.6  # consonants must be this alike for a word to be looked at
CROWDED = 150  # a beginning or end that so many words share leads nowhere
REMEMBERED = 3_000

# What a word that is not the same loses, times how unlike it is (points).
UNLIKE = 13.0
# Points of a word that only one listed name holds: in a list of one name, which says little about
# how rare a word is, and in one of LONG names or more.
ALONE, RAREST, LONG = 9.5, 11.4, 50_000

# (place in the vocabulary, likeness, points)
Likes = list[tuple[int, float, float]]


class Vocabulary:
    """All listed words. Edits are counted with neighbours swapped as one (optimal alignment)."""

    def __init__(
        self, words: Sequence[str], evens: Sequence[str], ends: Sequence[int], names: int
    ) -> None:
        """`ends`: how many names hold the words up to each one, itself included; of `names`."""
        self.words, self.evens = words, evens
        self._held = array("I", (end - start for start, end in pairwise(chain((0,), ends))))
        self._names = max(names, 1)
        sure = min(log(self._names) / log(LONG), 1.0)
        self._scale = (ALONE + (RAREST - ALONE) * sure) / log(1 + self._names)
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
            reached.setdefault("=" + kin(self._frames[place]), []).append(place)
        self._letters = {k: tuple(found) for k, found in reached.items() if len(found) <= CROWDED}
        self._known: OrderedDict[str, Likes] = OrderedDict()

    def alike(self, word: str, joined: bool = False, readings: Sequence[str] = ()) -> Likes:
        """Listed words that resemble this one, the most alike first.

        For two words that were `joined` only those of the same consonants are looked at. A word
        without vowels comes with `readings` of its consonants.
        """
        key = "|".join(("+" + word if joined else word, *readings))
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        found = self._known[key] = self._compared(word, joined, readings)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def rarity(self, word: int) -> float:
        """Points of a listed word that is found as it is, by its place."""
        return log(1 + self._names / self._held[word]) * self._scale

    def _compared(self, word: str, joined: bool, readings: Sequence[str]) -> Likes:
        even = smooth(word)
        framed = frame(even)
        worth = UNVOWELLED if readings else BARE if len(even) > BRIEF else BRIEF_BARE
        best: dict[int, float] = {}
        for consonants in readings or (bare(even),):
            self._by_consonants(consonants, worth, _same if joined else asked_keys, best)
        if not joined:
            close = KIN if len(framed) > BRIEF else BRIEF_KIN
            for place in self._letters.get("=" + kin(framed), ()):
                best[place] = max(best.get(place, 0.0), close)
        places = list(best.keys() | self._near(self._letters, letter_keys(word, even)))
        views = (
            (word, self.words, 1.0),
            (even, self.evens, SMOOTH),
            (framed, self._frames, FRAME if len(even) > BRIEF else BRIEF_FRAME),
        )
        for text, texts, worth in views:
            for place, close in _scan(text, texts, places, FLOOR / worth):
                if worth * close > best.get(place, 0.0):
                    best[place] = worth * close
        return self._proved(best)

    def _by_consonants(
        self,
        consonants: str,
        worth: float,
        reaching: Callable[[str], set[str]],
        best: dict[int, float],
    ) -> None:
        """Puts words of like consonants into `best`, at what the likeness is worth."""
        wanted = set(chain.from_iterable(map(reaching, skeletons(consonants))))
        groups = self._near(self._keys, wanted)
        for group, close in _scan(consonants, self._bares, groups, CONSONANTS):
            close *= worth
            for place in self._members[group]:
                if close > best.get(place, 0.0):
                    best[place] = close

    def _proved(self, best: dict[int, float]) -> Likes:
        """What each likeness proves: less, the more names hold a word at least as alike."""
        held, names, scale = self._held, self._names, self._scale
        alike: dict[float, list[int]] = {}
        for place, close in best.items():
            if close >= FLOOR:
                alike.setdefault(round(close, 3), []).append(place)
        found: Likes = []
        holding = 0
        for close in sorted(alike, reverse=True):
            places = alike[close]
            holding += sum([held[place] for place in places])
            points = log(1 + names / holding) * scale - UNLIKE * (1.0 - close)
            found += [(place, close, points) for place in places]
        return found

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
