"""The score of two names from their pairs of words: its parts and its constants.

Parts are points: the logarithm (base e) of how much likelier a part is if both names belong to one
person than by chance. They are added; `WHOLE` points are a score of 1. A long name may have more,
and only the sum with the birth date is capped. The constants were fitted on synthetic lists
(benchmarks/listed_people.py) with seeds 1 to 8, which the benchmark never uses.
"""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from chalicelib.adapters.screening import births
from chalicelib.adapters.screening.alignment import Aligned, Pair
from chalicelib.adapters.screening.folding import SERVED, bare, smooth
from chalicelib.adapters.screening.sounds import one_syllable, syllabic

WHOLE = 12.9
# The parts of a name are not independent (a Youssef is seldom a Kowalski): the part that proves
# most counts in full, each other part with this factor.
OTHERS = 0.4
# What a word without a partner costs: at the beginning or end of its name, and between, where
# people leave words out; and what two of them, one on each side, cost on top.
ASKED_EDGE, ASKED_BETWEEN = 2.8, 1.3
LISTED_EDGE, LISTED_BETWEEN = 2.8, 0.6
SLIGHT_WORD = 0.5  # an initial, or "servant of"
CONTRADICTION = 0.6
# A replaced word means another person, unless the birth date says that this is the same person
# under a new name (marriage, a tribe for a family).
ANOTHER_WORD = 3.0
# If only one of several words fits, it is mostly a given name. A question of one word pays nothing.
ONE_WORD = 5.0
# Hardly anybody born on a listed person's day shares a rare word with them by chance. A word is
# rare from RARE points on, if the list has at least TELLING names.
ONE_WORD_AND_DAY, RARE, TELLING = 2.7, 8.0, 1_000
JOINT = 0.8  # words written as one, or one as several
WEAK_ALIAS = 1.3
# Without a birth date in the question, a name whose words are all in the other name, and prove so
# much, is a match: documents leave out a second family name, a father's name, all but the initials.
# One word alone is nobody's name, however rare it is.
SHARED, SHARED_LIKENESS, INITIAL = 0.8 * WHOLE, 0.85, 1.0
LEAST_SHARED = SHARED - 2 * INITIAL  # the least that its words, without initials, must prove
# Names of syllables are few and short: only the whole name identifies somebody.
PART_OF_SYLLABLES = 4.0
SYLLABLES_LIKENESS = 0.85
# Every word fits and no birth date speaks against it: always a match.
NAMESAKE = 0.81 * WHOLE
NAMESAKE_LIKENESS = 0.885
NAMESAKE_UNDATED = 0.875  # the same consonants, if the question has no birth date
NAMESAKE_SYLLABLES = 0.955  # in names of syllables a vowel makes another name
# Where no vowels are written, the same consonants are a namesake's if they are so many, and if a
# birth date speaks for the person with so many points.
CONSONANTS, LEAST_UNVOWELLED = 5, births.POINTS[births.YEARS]
# A father's name, which most documents leave out: a question without it is a namesake, too.
_PATRONYMIC = re.compile(r"\w{3}(?:[oe]?vich|[oe]?vych|[oe]?vitch|[oeiy]vna|ichna|inichna)$")


class NameScore(NamedTuple):
    """The points of a name and their parts."""

    points: float
    aligned: Aligned
    costs: dict[tuple[str, int], float]  # ("asked" or "listed", place) of a word without a partner
    rules: dict[str, float]  # what else counts, in points
    namesake: float  # how alike the least alike words of namesakes are; 0 if they are none
    sure: bool  # whether no word was read from a script that writes few vowels
    replaced: int = 0  # words of one side that have another word in their place
    shared: float = 0.0  # what all words prove of the side whose words are all there; 0 if neither
    another_syllable: bool = False  # a Chinese or Korean name of which a syllable differs
    syllables: bool = False  # the question is written in a script of syllables
    reordered: bool = False  # the words stand in another order, which nobody changes


def pair_points(pairs: Sequence[Pair]) -> list[float]:
    """The points of each pair. `pairs` has the most points first: it counts in full, as do negative
    points; the others count OTHERS times."""
    return [
        pair.points if place == 0 or pair.points < 0 else OTHERS * pair.points
        for place, pair in enumerate(pairs)
    ]


def score_name(
    aligned: Aligned,
    asked: Sequence[str],
    listed: Sequence[str],
    weak: bool,
    syllables: bool = False,
    ordered: bool = False,
) -> NameScore:
    """The points of a listed name without its birth date.

    `asked`, `listed`: the folded words of both names, as in `aligned`. `weak`: the list calls the
    name a weak alias. `syllables`: the question is written in a script of syllables. `ordered`: in
    a language without family names, so that nobody puts one first.
    """
    pairs, asked_left, listed_left = aligned
    costs = _costs("asked", asked_left, asked, ASKED_EDGE, ASKED_BETWEEN)
    costs |= _costs("listed", listed_left, listed, LISTED_EDGE, LISTED_BETWEEN)
    rules = {"weak_alias": -WEAK_ALIAS} if weak else {}
    asked_whole = [place for place in asked_left if not is_insignificant(asked[place])]
    listed_whole = [place for place in listed_left if not is_insignificant(listed[place])]
    both = min(len(asked_whole), len(listed_whole))
    if both:
        rules["other_words"] = -CONTRADICTION * both
    replaced = both or int(
        (bool(listed_whole) and any(asked[at] == SERVED for at in asked_left))
        or (bool(asked_whole) and any(listed[at] == SERVED for at in listed_left))
    )
    words = [pair for pair in pairs if not pair.initial]
    alone = len(words) == 1 and not words[0].joint
    if alone and (asked_whole or (listed_whole and len(asked) > 1)):
        rules["one_word"] = -ONE_WORD
    if syllables and (costs or any(pair.likeness < SYLLABLES_LIKENESS for pair in pairs)):
        rules["part_of_syllables"] = -PART_OF_SYLLABLES
    points = sum(pair_points(pairs)) - sum(costs.values()) + sum(rules.values())
    shared = 0.0
    left = bool(asked_whole) + bool(listed_whole)
    if not syllables and not weak and left < (2 if len(words) == len(pairs) else 1):
        shared = _shared(pairs, words)
    namesake = 0.0 if weak else _namesake(aligned, costs, listed, syllables)
    differs = not syllables and _another_syllable(words, asked, listed)
    sure = all(pair.sure or pair.initial for pair in pairs)
    if namesake and not sure and sum(len(bare(smooth(word))) for word in listed) < CONSONANTS:
        namesake = 0.0
    turned = ordered and _reordered(pairs)
    words_and_rules = (points, aligned, costs, rules, namesake, sure, replaced, shared)
    return NameScore(*words_and_rules, differs, syllables, turned)


def _reordered(pairs: Sequence[Pair]) -> bool:
    """Whether the words stand in another order in the listed name."""
    places = [pair.listed_first for pair in sorted(pairs, key=attrgetter("asked_first"))]
    return places != sorted(places)


def _another_syllable(words: Sequence[Pair], asked: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether both names have another syllable in one place, in a name that consists of Chinese or
    Korean syllables."""
    return any(
        not pair.joint
        and one_syllable(asked[pair.asked_first])
        and one_syllable(listed[pair.listed_first])
        for pair in words
        if pair.likeness < SYLLABLES_LIKENESS
    ) and syllabic(asked)


def _namesake(
    aligned: Aligned,
    costs: dict[tuple[str, int], float],
    listed: Sequence[str],
    syllables: bool,
) -> float:
    """The least likeness (0-1) of the words if all but a father's name fit; 0 otherwise."""
    pairs, asked_left, listed_left = aligned
    fathers = len(pairs) > 1 and all(_PATRONYMIC.search(listed[at]) for at in listed_left)
    if asked_left or (costs and not fathers) or any(pair.initial for pair in pairs):
        return 0.0
    least_alike = min((pair.likeness for pair in pairs), default=0.0)
    return 0.0 if syllables and least_alike < NAMESAKE_SYLLABLES else least_alike


def _shared(pairs: Sequence[Pair], words: Sequence[Pair]) -> float:
    """The points of the pairs together; 0 if one is less than SHARED_LIKENESS alike."""
    if not words or any(pair.likeness < SHARED_LIKENESS for pair in words):
        return 0.0
    if len(pairs) == 1 and not words[0].joint:
        return 0.0
    return sum(pair_points(words)) + INITIAL * (len(pairs) - len(words))


def rules_with_birth(
    total: NameScore, effect: float, listed: int, dated: bool = True
) -> dict[str, float]:
    """Rule -> points that depend on the name and the birth date together; at most one rule.

    `effect`: the points of the birth date. `listed`: the number of names in the list. `dated`: a
    birth date was asked for.
    """
    if total.syllables and (against := _against_syllables(total, effect, dated)):
        return against
    enough = NAMESAKE_LIKENESS if dated else NAMESAKE_UNDATED
    least = 0.0 if total.sure else LEAST_UNVOWELLED
    if total.namesake >= enough and effect >= least:
        lacking = NAMESAKE - effect - total.points
        return {"namesake": lacking} if lacking > 0 else {}
    if total.replaced and effect < births.POINTS[births.MONTH]:  # a year is many people's
        return {"another_word": -ANOTHER_WORD * total.replaced - _spare(total, effect)}
    if dated and total.another_syllable and effect <= 0:
        return {"another_syllable": -PART_OF_SYLLABLES - _spare(total, effect)}
    if total.shared >= SHARED and not dated:
        lacking = NAMESAKE - total.points
        return {"part_of_name": lacking} if lacking > 0 else {}
    if (
        "weak_alias" in total.rules
        or "one_word" not in total.rules
        or effect < births.POINTS[births.SAME_DAY]
    ):
        return {}
    if listed >= TELLING and max(pair.points for pair in total.aligned.pairs) >= RARE:
        return {"same_day": ONE_WORD_AND_DAY}
    return {}


def _against_syllables(total: NameScore, effect: float, dated: bool) -> dict[str, float]:
    """Rule -> points of a name in a script of syllables that no birth date speaks for. Its words
    are rare in the list, and common among those who have such names."""
    if total.reordered and effect <= 0:
        return {"other_order": -PART_OF_SYLLABLES - _spare(total, effect)}
    if dated and "weak_alias" in total.rules and effect <= 0:
        return {"alias_of_syllables": -PART_OF_SYLLABLES - _spare(total, effect)}
    if effect < 0 and total.points > NAMESAKE and not total.replaced:
        return {"few_syllables": NAMESAKE - total.points}
    return {}


def _spare(total: NameScore, effect: float) -> float:
    """The points of a long name above a whole score; 0 if the birth date speaks for the person."""
    return max(sum(pair_points(total.aligned.pairs)) - WHOLE, 0.0) if effect <= 0 else 0.0


def is_insignificant(word: str) -> bool:
    """Whether the word is insignificant: an initial or "servant of". A Chinese or Korean character
    is a family name."""
    return (len(word) == 1 and word.isascii()) or word == SERVED


def _costs(
    side: str, left: Sequence[int], words: Sequence[str], edge: float, between: float
) -> dict[tuple[str, int], float]:
    found = {}
    last = len(words) - 1
    for place in left:
        cost = edge if place in (0, last) else between
        found[side, place] = min(cost, SLIGHT_WORD) if is_insignificant(words[place]) else cost
    return found


def most_points(weight: float, heaviest: float) -> float:
    """The most points of words with this total weight and this heaviest word, all in points."""
    return weight if weight <= heaviest else heaviest + OTHERS * (weight - heaviest)


def least_weight(points: float, heaviest: float) -> float:
    """The least weight of words that prove these points; the inverse of `most_points`."""
    return points if points <= heaviest else heaviest + (points - heaviest) / OTHERS
