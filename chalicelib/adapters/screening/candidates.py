"""Which listed names share enough words with a question to be aligned with it."""

from array import array
from collections.abc import Sequence
from operator import itemgetter

from chalicelib.adapters.screening import births
from chalicelib.adapters.screening.likeness import Holders, Likes
from chalicelib.adapters.screening.question import Question
from chalicelib.adapters.screening.scoring import ASKED_BETWEEN, LEAST_SHARED, least_weight

COVERED = 0.35  # share of the question's total weight; names that hold less are not looked at
SLIGHT = 2.0  # points; words that prove less are not followed, unless no word proves more
NEAR = 2.0  # points below the best that still count as near
ROUNDING = 1e-6  # points: sums of the same weights in another order
# Points: the most that a birth date adds here. An equal day adds more, but names of people born on
# that day are found by the day.
LIKELY = births.POINTS[births.YEAR]


def candidates(
    asked: Question,
    dated: bool,
    threshold: float,
    ends: Sequence[int],
    postings: Sequence[int],
) -> dict[int, float]:
    """Listed name -> the greatest weight of the question that its words can cover, in points.

    `dated`: a birth date was asked for. `threshold`: points. `postings` holds the names of each
    word, word by word; those of word `w` end before `ends[w]`.
    """
    likely = LIKELY if dated else 0.0
    need = least_weight(threshold - likely + ASKED_BETWEEN, asked.heaviest)
    need = max(COVERED * asked.total, min(need, 0.99 * asked.total))
    if not dated:
        need = min(need, least_weight(LEAST_SHARED, asked.heaviest))
    tiers = []
    left = []  # what each unit may still cover, by near and by far words
    slight = SLIGHT if asked.heaviest >= SLIGHT else 0.0  # nothing but common words: they lead, too
    for unit, alike in enumerate(asked.alike):
        held = _holders(alike, slight, ends, postings)
        left.append([asked.units[unit].weight, held.less])
        tiers += [(len(held.near), unit, 0, held.near), (len(held.far), unit, 1, held.far)]
    covered: dict[int, float] = {}
    for _, unit, tier, names in sorted(tiers, key=itemgetter(0, 1, 2)):
        weight, left[unit][tier] = left[unit][tier], 0.0
        # A name that no unit reached before has this weight, and at best what the other units
        # prove. Where that is too little, only names that were reached before are kept.
        others = sum(max(both) for place, both in enumerate(left) if place != unit)
        again = {name: covered[name] + weight for name in covered.keys() & names}
        if weight + others >= need - ROUNDING:
            covered.update(dict.fromkeys(names, weight))
        covered.update(again)
    return {name: reached for name, reached in covered.items() if reached >= need}


def _holders(alike: Likes, slight: float, ends: Sequence[int], postings: Sequence[int]) -> Holders:
    """The names that hold words of `alike`. They are stored with the words, which are cached."""
    if alike.holders is None or alike.holders.slight != slight:
        alike.holders = _look_up(alike, slight, ends, postings)
    return alike.holders


def _look_up(alike: Likes, slight: float, ends: Sequence[int], postings: Sequence[int]) -> Holders:
    near: set[int] = set()
    far: set[int] = set()
    enough = alike.best - NEAR
    most = 0.0
    for word, level in zip(alike.words, alike.levels, strict=True):
        points = alike.points[level]  # the less alike, the fewer
        if points < slight:
            break
        held = postings[ends[word - 1] if word else 0 : ends[word]]
        if points >= enough:
            near.update(held)
        else:
            far.update(held)
            most = max(most, points)
    return Holders(slight, array("I", near), array("I", far - near), most)
