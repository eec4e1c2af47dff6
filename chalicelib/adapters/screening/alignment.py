"""Which words of an asked and of a listed name belong together.

Words are paired one with one, best first; several words with one, or several with several, where
they are the same without blanks; an initial with a word that begins with it.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from chalicelib.adapters.screening.folding import SERVED

INITIAL_POINTS = 0.4
# Letters that begin the same name in other offices' spellings.
_ALIKE_STARTS = {
    **dict.fromkeys("ckq", "k"),
    **dict.fromkeys("yij", "i"),
    **dict.fromkeys("vwf", "v"),
    **dict.fromkeys("sz", "s"),
}


class Pair(NamedTuple):
    """Words `[asked_first:asked_end]` of one name and `[listed_first:listed_end]` of the other,
    with their likeness (0-1) and the points that it proves. `sure` is False for an initial, and for
    a word whose script writes few vowels. `initial`: one side is an initial."""

    points: float
    likeness: float
    asked_first: int
    asked_end: int
    listed_first: int
    listed_end: int
    sure: bool = True
    initial: bool = False

    @property
    def joint(self) -> bool:
        """Whether a side has several words."""
        return self.asked_end - self.asked_first > 1 or self.listed_end - self.listed_first > 1


class Aligned(NamedTuple):
    """Pairs that do not overlap, and the places of the words that are left over."""

    pairs: list[Pair]
    asked_left: list[int]
    listed_left: list[int]


def align(options: list[Pair], asked: Sequence[str], listed: Sequence[str]) -> Aligned:
    """Takes the pairs with the most points first, then pairs initials with words left over.

    `options`: possible pairs; this list is sorted in place. `asked`, `listed`: the folded words of
    both names.
    """
    options.sort(reverse=True)
    asked_free, listed_free = [True] * len(asked), [True] * len(listed)
    pairs: list[Pair] = []
    for pair in options:
        if all(asked_free[pair.asked_first : pair.asked_end]) and all(
            listed_free[pair.listed_first : pair.listed_end]
        ):
            pairs.append(pair)
            for place in range(pair.asked_first, pair.asked_end):
                asked_free[place] = False
            for place in range(pair.listed_first, pair.listed_end):
                listed_free[place] = False
    asked_left = [place for place, free in enumerate(asked_free) if free]
    listed_left = [place for place, free in enumerate(listed_free) if free]
    if pairs and asked_left and listed_left:
        _pair_initials(pairs, asked_left, listed_left, asked, listed)
    return Aligned(pairs, asked_left, listed_left)


def _pair_initials(
    pairs: list[Pair],
    asked_left: list[int],
    listed_left: list[int],
    asked: Sequence[str],
    listed: Sequence[str],
) -> None:
    """Moves what fits from the words left over to the pairs."""
    for mine in tuple(asked_left):
        for other in listed_left:
            short = min(len(asked[mine]), len(listed[other])) == 1
            if short and _start(asked[mine]) == _start(listed[other]):
                end = other + 1
                asked_left.remove(mine)
                listed_left.remove(other)
                if _one_initial(listed[other], end, asked_left, listed_left, asked, listed):
                    listed_left.remove(end)
                    end += 1
                pairs.append(Pair(INITIAL_POINTS, 0.9, mine, mine + 1, other, end, False, True))
                break
    for mine in tuple(asked_left):  # J. C. written as one: JC
        for other, after in pairwise(tuple(listed_left)):
            both = listed[other][0] + listed[after][0]
            if other + 1 == after and asked[mine] == both:
                pairs.append(
                    Pair(2 * INITIAL_POINTS, 0.9, mine, mine + 1, other, after + 1, False, True)
                )
                asked_left.remove(mine)
                listed_left.remove(other)
                listed_left.remove(after)
                break


def _one_initial(
    word: str,
    after: int,
    asked_left: Sequence[int],
    listed_left: Sequence[int],
    asked: Sequence[str],
    listed: Sequence[str],
) -> bool:
    """Whether the initial of a "servant of" stands for the next word, too: A. is Abdul Karim. Other
    initials must find words of their own: A. K. has one for each."""
    if word != SERVED or after not in listed_left:
        return False
    starts = {_start(listed[other]) for other in listed_left if other != after}
    return all(len(asked[at]) > 1 or _start(asked[at]) in starts for at in asked_left)


def _start(word: str) -> str:
    return _ALIKE_STARTS.get(word[0], word[0])
