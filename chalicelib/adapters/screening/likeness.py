"""Which listed words resemble a word, how much (0-1), and what that proves (points).

A point is a factor of e in what chance would do: a word proves 5 points if one name in e**5 holds a
word that resembles it at least as much. So a coarse likeness, which many words share, proves little
and a rare word that is the same proves much; what an unlikeness takes off is subtracted.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from math import log
from typing import NamedTuple
from zlib import crc32

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from chalicelib.adapters.screening.folding import (
    asked_keys,
    bare,
    frame,
    letter_keys,
    merge_interchangeable,
    skeletons,
    smooth,
    stored_keys,
)
from chalicelib.adapters.screening.sounds import SYLLABLES, WORTH, sound_keys, syllables

FLOOR = 0.74
# What each view of a word is worth: its letters, its letters after romanisations were brought
# together, the same with any vowel for another, and without vowels (as Arabic script shows it).
SMOOTH, FRAME, BARE = 0.97, 0.94, 0.88
# In short words vowels tell people apart (Yang, Yong).
BRIEF, BRIEF_FRAME, BRIEF_BARE = 4, 0.82, 0.78
UNVOWELLED = 0.97  # the same consonants, where one side is written without vowels
KIN, BRIEF_KIN = 0.86, 0.78  # the same frame but for letters that are put for one another
CONSONANTS = 0.6  # consonants must be this alike for a word to be looked at
CROWDED = 150  # a beginning or end that so many words share leads nowhere
REMEMBERED = 6_000  # words that were asked for, which come again; words together seldom do

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
        self,
        words: Sequence[str],
        evens: Sequence[str],
        ends: Sequence[int],
        names: int,
        sounds: tuple[Sequence[int], Sequence[int]] = ((), ()),
    ) -> None:
        """`ends`: how many names hold the words up to each one, itself included; of `names`.
        `sounds`: keys of other forms in order, and the words that share them."""
        self.words, self.evens = words, evens
        self._sound_keys, self._sound_words = sounds
        self._held = array("I", (end - start for start, end in pairwise(chain((0,), ends))))
        self._names = max(names, 1)
        sure = min(log(self._names) / log(LONG), 1.0)
        self.rarest = ALONE + (RAREST - ALONE) * sure
        self._scale = (ALONE + (RAREST - ALONE) * sure) / log(1 + self._names)
        self._frames = [frame(even) for even in evens]
        groups: dict[str, list[int]] = {}
        for place, even in enumerate(evens):
            groups.setdefault(bare(even), []).append(place)
        self._bares = list(groups)
        self._members = [tuple(found) for found in groups.values()]
        reached: dict[str, list[int]] = {}
        for group, consonants in enumerate(self._bares):
            for consonant_skeleton in skeletons(consonants):
                for key in stored_keys(consonant_skeleton):
                    reached.setdefault(key, []).append(group)
        self._keys = {key: tuple(found) for key, found in reached.items()}
        reached = {}
        for place, word in enumerate(words):
            for key in letter_keys(word, evens[place]):
                reached.setdefault(key, []).append(place)
            reached.setdefault("=" + merge_interchangeable(self._frames[place]), []).append(place)
        self._letters = {k: tuple(found) for k, found in reached.items() if len(found) <= CROWDED}
        self._known: OrderedDict[str, Likes] = OrderedDict()

    def alike(
        self,
        word: str,
        joined: bool = False,
        readings: Sequence[str] = (),
        other: bool = False,
        read: bool = False,
        vowelled: bool = False,
    ) -> Likes:
        """Listed words that resemble this one, the most alike first.

        For words that were `joined` only those of the same consonants are looked at, and nothing is
        remembered: they are seldom asked for again. A word without vowels comes with `readings` of
        its consonants. `other`: it may be a Chinese or Korean syllable that offices spell in
        several ways. `read`: it is how characters are read, whose vowels tell people apart however
        long it is; `vowelled`: so do those of words that were joined.
        """
        if joined:
            return self._joint(word, other, read, vowelled)
        key = "|".join((f"{other:d}{read:d}{word}", *readings))
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        found = self._compared(word, readings, other, read)
        self._known[key] = found
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def rarity(self, word: int) -> float:
        """Points of a listed word that is found as it is, by its place."""
        return log(1 + self._names / self._held[word]) * self._scale

    def holders(self, word: int) -> int:
        """How many listed names hold a word, by its place."""
        return self._held[word]

    def _sounding(self, keys: Iterable[str], best: dict[int, float]) -> None:
        """Puts words that are other forms of this one into `best`."""
        for key in keys:
            number, worth = crc32(key.encode()), WORTH[key[0]]
            first = bisect_left(self._sound_keys, number)
            for place in range(first, bisect_right(self._sound_keys, number, first)):
                word = self._sound_words[place]
                best[word] = max(best.get(word, 0.0), worth)

    def _joint(self, text: str, other: bool, read: bool, vowelled: bool) -> Likes:
        """Words that are alike to several as one, by the same consonants."""
        best: dict[int, float] = {}
        one = Spelled.of(text)
        for consonant_skeleton in skeletons(one.bare):
            for group in self._keys.get(consonant_skeleton, ()):
                consonants = self._bares[group]
                for place in self._members[group]:
                    word = self.words[place]
                    its = Spelled(word, self.evens[place], self._frames[place], consonants)
                    close = _likeness_of_runs(one, its, other, read, vowelled)
                    if close:
                        best[place] = close
        if other:
            self._sounding(syllables(text), best)
        return self._proved(best) if best else []

    def _compared(self, word: str, readings: Sequence[str], other: bool, read: bool) -> Likes:
        even = smooth(word)
        framed = frame(even)
        long = len(even) > BRIEF and not read
        best: dict[int, float] = {}
        for consonants in readings or (bare(even),):
            worth = UNVOWELLED if readings else BARE if long else BRIEF_BARE
            self._by_consonants(consonants, worth, best)
        close = KIN if len(framed) > BRIEF and not read else BRIEF_KIN
        for place in self._letters.get("=" + merge_interchangeable(framed), ()):
            best[place] = max(best.get(place, 0.0), close)
        self._sounding(sound_keys(word), best)
        if other:
            self._sounding(syllables(word), best)
        places = best.keys() | self._near(self._letters, letter_keys(word, even))
        views = (
            (word, self.words, 1.0),
            (even, self.evens, SMOOTH),
            (framed, self._frames, FRAME if long else BRIEF_FRAME),
        )
        for text, texts, worth in views:
            for place, close in _scan(text, texts, places, FLOOR / worth):
                if worth * close > best.get(place, 0.0):
                    best[place] = worth * close
        return self._proved(best)

    def _by_consonants(self, consonants: str, worth: float, best: dict[int, float]) -> None:
        """Puts words of like consonants into `best`, at what the likeness is worth."""
        wanted = set(chain.from_iterable(map(asked_keys, skeletons(consonants))))
        groups = self._near(self._keys, wanted)
        scanned = _scan(consonants, self._bares, groups, CONSONANTS)
        if not best:  # each word is in one group
            for group, close in scanned:
                close *= worth
                for place in self._members[group]:
                    best[place] = close
            return
        for group, close in scanned:
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


RUNS = 0.8  # how alike words without blanks must be
FAR = 0.6  # letters less alike than this are not worth smoothing
MISREAD = 0.84  # as alike characters can be whose readings are spelled with other letters
LONG_FRAME = 7  # of a shorter one too little is left to tell by


class Spelled(NamedTuple):
    """A text without blanks, and the views of it that are compared."""

    text: str
    even: str
    frame: str
    bare: str

    @classmethod
    def of(cls, text: str) -> "Spelled":
        """With the views that the text gives."""
        even = smooth(text)
        return cls(text, even, frame(even), bare(even))


@lru_cache(20_000)
def likeness_of_runs(
    one: str, other: str, syllabic: bool, read: bool = False, vowelled: bool = False
) -> float:
    """How alike two texts are whose blanks were taken away; 0 if they are not. `syllabic`: they may
    be Chinese or Korean, where vowels tell people apart; `read`: characters are read so, and nobody
    mistyped a letter; `vowelled`: syllables of which each has its vowel, so that consonants alone
    make no name."""
    if one == other:
        return 1.0
    return _likeness_of_runs(Spelled.of(one), Spelled.of(other), syllabic, read, vowelled)


def _likeness_of_runs(
    one: Spelled, other: Spelled, syllabic: bool, read: bool, vowelled: bool
) -> float:
    if one.text == other.text:
        return 1.0
    best: float = OSA.normalized_similarity(one.text, other.text, score_cutoff=FAR)
    if best and not syllabic:
        best = max(best, _as_it_sounds(one, other, best, vowelled))
    if read:
        best = min(best, MISREAD)
    if syllabic and best < WORTH[SYLLABLES]:
        own = syllables(one.text)
        shared = own and not set(own).isdisjoint(syllables(other.text))
        best = WORTH[SYLLABLES] if shared else 0.0
    return best if best >= RUNS else 0.0


def _as_it_sounds(one: Spelled, other: Spelled, best: float, vowelled: bool) -> float:
    best = max(best, SMOOTH * OSA.normalized_similarity(one.even, other.even))
    if vowelled:
        return best
    if best < BARE and len(one.bare) >= BRIEF and one.bare == other.bare:
        best = BARE
    if best < FRAME and len(one.frame) >= LONG_FRAME and one.frame == other.frame:
        best = FRAME
    return best


def alike_in_letters(one: str, other: str) -> bool:
    """Whether most letters of two texts are the same, in the same order."""
    return bool(OSA.normalized_similarity(one, other, score_cutoff=FAR))
