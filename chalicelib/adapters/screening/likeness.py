"""Which listed words resemble a word, how much (0-1), and what that proves (points).

Points are natural logarithms of odds: a word proves 5 points if one name in e**5 holds a word that
resembles it at least as much. So a coarse likeness, which many words share, proves little, and an
equal rare word proves much. UNLIKE x (1 - likeness) points are subtracted.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
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
# The likeness of words that are equal in a view (`folding`), where equal letters have 1: smooth,
# frame (vowels do not count), bare (without vowels).
SMOOTH, FRAME, BARE = 0.97, 0.94, 0.88
# In short words vowels tell people apart (Yang, Yong).
BRIEF, BRIEF_FRAME, BRIEF_BARE = 4, 0.82, 0.78
CLOSED = 0.9  # of UNVOWELLED, if only the listed word ends in a vowel: there it is written
UNVOWELLED = 0.97  # the same consonants, where one side is written without vowels
KIN, BRIEF_KIN = 0.86, 0.78  # the same frame but for letters that are put for one another
JOINED_CONSONANTS = 3  # fewer consonants of several words without vowels say nothing
CONSONANTS = 0.6  # words whose consonants are less alike are not compared
CROWDED = 150  # words; a beginning or end that more of them share is not followed
REMEMBERED = 12_000  # answers that are cached: words are asked for again, joined words seldom

# Points that a word loses, times its unlikeness (1 - likeness).
UNLIKE = 13.0
# Points of a word that only one listed name holds: in a list of one name, which says little about
# how rare a word is, and in a list of LONG names or more.
ALONE, RAREST, LONG = 9.5, 11.4, 50_000


_LAST_VOWEL = re.compile("(?:[aiouy]|[aeiou]h)$")  # an e at the end is often mute
_MAY_BE_VOWELS = frozenset("aeiouyhvw")  # as words of a script that writes few vowels are folded


class Holders(NamedTuple):
    """Listed names by how alike their words are to an asked one: `near` names hold one of the most
    alike words, `far` names a less alike one, which proves at most `less` points. Words below
    `slight` points are left out."""

    slight: float
    near: "array[int]"
    far: "array[int]"
    less: float


class Likes:
    """Listed words that resemble an asked one, the most alike first, as compact arrays: thousands
    of them are cached. Words with the same likeness form a level: `closes` are their likenesses
    (0-1), `points` what these prove."""

    __slots__ = ("closes", "holders", "levels", "points", "words")

    def __init__(self, levels: Iterable[tuple[float, float, Sequence[int]]] = ()) -> None:
        """`levels`: (likeness, points, places in the vocabulary), the most alike first."""
        self.words, self.levels = array("I"), array("H")  # place in the vocabulary; its level
        self.closes, self.points = array("d"), array("d")  # of each level
        self.holders: Holders | None = None  # cached by candidates.py
        for level, (close, points, places) in enumerate(levels):
            self.closes.append(close)
            self.points.append(points)
            self.words.extend(places)
            self.levels.extend([level] * len(places))

    @property
    def best(self) -> float:
        """Points of the most alike word; 0 if there is none."""
        return self.points[0] if self.points else 0.0

    def table(self) -> dict[int, tuple[float, float]]:
        """Place in the vocabulary -> (likeness, points)."""
        proofs = list(zip(self.closes, self.points, strict=True))
        return dict(zip(self.words, map(proofs.__getitem__, self.levels), strict=True))


NONE = Likes()


class Vocabulary:
    """All listed words. Two swapped neighbouring letters count as one edit (optimal string
    alignment)."""

    def __init__(
        self,
        words: Sequence[str],
        evens: Sequence[str],
        ends: Sequence[int],
        names: int,
        sounds: tuple[Sequence[int], Sequence[int]] = ((), ()),
    ) -> None:
        """`words`: the vocabulary; a word's place in it is its number. `evens`: `smooth` of each.
        `ends`: the running total of names that hold the words; `names`: the number of all names.
        `sounds`: the sorted keys of other forms, and the word of each key."""
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
        """The listed words that resemble this one, the most alike first, with likeness and points.

        `joined`: these are several words without blanks; only listed words of the same consonants
        are compared, and the answer is not cached. `readings`: the possible consonants of a word,
        or of the joined words, whose script writes few vowels. `other`: the word may be Chinese or
        Korean syllables, which offices spell in several ways. `read`: the word is the reading of
        characters, so that its vowels distinguish people even in a long word. `vowelled`: the same
        for joined words of a script in which each syllable has its vowel. A likeness below FLOOR is
        left out.
        """
        if joined:
            return self._joint(word, readings, other, read, vowelled)
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
        """The points that a listed word proves if it is found unchanged, by its number."""
        return log(1 + self._names / self._held[word]) * self._scale

    def holders(self, word: int) -> int:
        """The number of listed names with this word, by its number."""
        return self._held[word]

    def _sounding(self, keys: Iterable[str], best: dict[int, float]) -> None:
        """Adds the listed words that share one of the keys to `best`."""
        for key in keys:
            number, worth = crc32(key.encode()), WORTH[key[0]]
            first = bisect_left(self._sound_keys, number)
            for place in range(first, bisect_right(self._sound_keys, number, first)):
                word = self._sound_words[place]
                best[word] = max(best.get(word, 0.0), worth)

    def _joint(
        self, text: str, readings: Sequence[str], other: bool, read: bool, vowelled: bool
    ) -> Likes:
        """Listed words of the same consonants as several words without blanks."""
        best = dict.fromkeys(self._of_consonants(readings), UNVOWELLED) if readings else {}
        one = Spelled.of(text)
        places: set[int] = set()
        for consonant_skeleton in skeletons(one.bare):
            for group in self._keys.get(consonant_skeleton, ()):
                places.update(self._members[group])
        # Where syllables are looked at, letters need not be alike.
        for place, close in _scan(text, self.words, places, 0.0 if other else FAR):
            word = self.words[place]
            if not other:
                even = self.evens[place]
                its = Spelled(word, even, self._frames[place], bare(even))
                close = max(close, _as_it_sounds(one, its, close, vowelled))
            close = _settled(text, word, close, other, read)
            if close > best.get(place, 0.0):
                best[place] = close
        if other:
            self._sounding(syllables(text), best)
        return self._proved(best) if best else NONE

    def _of_consonants(self, readings: Iterable[str]) -> Iterator[int]:
        """The listed words with just these consonants."""
        for consonants in readings:
            if len(consonants) >= JOINED_CONSONANTS:
                for group in chain.from_iterable(
                    self._keys.get(key, ()) for key in skeletons(consonants)
                ):
                    if self._bares[group] == consonants:
                        yield from self._members[group]

    def _compared(self, word: str, readings: Sequence[str], other: bool, read: bool) -> Likes:
        even = smooth(word)
        framed = frame(even)
        long = len(even) > BRIEF and not read
        best: dict[int, float] = {}
        for consonants in readings or (bare(even),):
            worth = UNVOWELLED if readings else BARE if long else BRIEF_BARE
            self._by_consonants(consonants, worth, best)
        if readings and word[-1] not in _MAY_BE_VOWELS:
            self._without_last_vowel(best)
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
        """Adds listed words of similar consonants to `best`: the likeness times `worth`."""
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

    def _without_last_vowel(self, best: dict[int, float]) -> None:
        """Takes from the likeness of listed words that end in a vowel: Cohen is not Kony."""
        for place in best:
            if _LAST_VOWEL.search(self.words[place]):
                best[place] *= CLOSED

    def _proved(self, best: dict[int, float]) -> Likes:
        """The points of each likeness: fewer, the more names hold a word at least as alike."""
        held, names, scale = self._held, self._names, self._scale
        alike: dict[float, list[int]] = {}
        for place, close in best.items():
            if close >= FLOOR:
                alike.setdefault(round(close, 3), []).append(place)
        found = []
        holding = 0
        for close in sorted(alike, reverse=True):
            places = alike[close]
            holding += sum([held[place] for place in places])
            points = log(1 + names / holding) * scale - UNLIKE * (1.0 - close)
            found.append((close, points, places))
        return Likes(found)

    @staticmethod
    def _near(table: dict[str, tuple[int, ...]], found: Iterable[str]) -> set[int]:
        return set(chain.from_iterable(table.get(key, ()) for key in found))


def _scan(
    text: str, texts: Sequence[str], places: Iterable[int], cutoff: float
) -> list[tuple[int, float]]:
    """(place, likeness) for those of `places` whose text is at least `cutoff` alike."""
    places = list(places)
    if not places:
        return []
    rows = extract(
        text,
        list(map(texts.__getitem__, places)),
        scorer=OSA.normalized_similarity,
        score_cutoff=cutoff,
        limit=None,
    )
    return [(places[row], close) for _, close, row in rows]


RUNS = 0.8  # how alike words without blanks must be
FAR = 0.6  # texts whose letters are less alike are not compared further
MISREAD = 0.84  # the most that readings of characters are alike if their letters differ
LONG_FRAME = 7  # letters; a shorter frame says too little


class Spelled(NamedTuple):
    """A text without blanks, and the views of it that are compared."""

    text: str
    even: str
    frame: str
    bare: str

    @classmethod
    def of(cls, text: str) -> "Spelled":
        """The text with its views."""
        even = smooth(text)
        return cls(text, even, frame(even), bare(even))


def likeness_of_runs(
    one: str, other: str, syllabic: bool, read: bool = False, vowelled: bool = False
) -> float:
    """How alike two texts without blanks are: 0 or RUNS to 1.

    `syllabic`: they may be Chinese or Korean, where vowels distinguish people. `read`: one is the
    reading of characters, so that a letter that differs is no typing error. `vowelled`: each
    syllable has its vowel, so that equal consonants alone are no likeness.
    """
    close: float = OSA.normalized_similarity(one, other, score_cutoff=FAR)
    if close and not syllabic:
        close = max(close, _as_it_sounds(Spelled.of(one), Spelled.of(other), close, vowelled))
    return _settled(one, other, close, syllabic, read)


def _settled(one: str, other: str, close: float, syllabic: bool, read: bool) -> float:
    """The likeness of two texts from `close`, that of their letters and sounds."""
    if one == other:
        return 1.0
    best = min(close, MISREAD) if read else close
    if syllabic and best < WORTH[SYLLABLES]:
        own = syllables(one)
        shared = own and not set(own).isdisjoint(syllables(other))
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
    """Whether two texts are at least FAR alike by their letters."""
    return bool(OSA.normalized_similarity(one, other, score_cutoff=FAR))
