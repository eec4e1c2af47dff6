"""Arabic script writes few vowels, and letters that offices romanise in several ways.

`readings` tells, word by word, which consonants (as `folding.bare` leaves them of a romanised word)
each may stand for: Jabouri, Gebori and جبوري are all `jbr` or `gbr`.
"""

import re
from itertools import product

from chalicelib.adapters.screening.folding import SERVANT, apart, bare, fold, smooth

MOST = 24  # readings of a word
_SCRIPT = re.compile("[\u0600-\u06ff]")
_PERSIAN = re.compile("[پچژگکی]")
# What a letter may be in a romanisation, after folding.smooth and folding.bare: h and the letters
# that only carry a vowel are gone, w is f.
_ARABIC: dict[str, tuple[str, ...]] = dict.fromkeys("اآأإىءئؤعحخهةيی", ("",))
_ARABIC |= {
    letter: (consonant,)
    for letter, consonant in zip("بپتچدرزژسشصطغفكکگلمن", "bptsdrzjssstgfkkglmn", strict=True)
}
_ARABIC |= {
    "ث": ("t", "s"),
    "ج": ("j", "g", ""),  # smoothing takes ja for the ya of others
    "ذ": ("d", "z"),
    "ض": ("d", "z"),
    "ظ": ("z", "d"),
    "ق": ("k", "g"),
    "و": ("", "f"),
}
# Iranians read some of the Arabs' letters in their own way.
_IRANIAN = _ARABIC | {
    "ث": ("s",),
    "ج": ("j", ""),
    "ذ": ("z",),
    "ژ": ("j", ""),
    "ض": ("z", "d"),
    "ظ": ("z",),
}
_DOUBLED = re.compile(r"(.)\1")


def readings(name: str) -> dict[str, tuple[str, ...]]:
    """Folded word -> its possible consonants, of the words in Arabic script."""
    if not _SCRIPT.search(name):
        return {}
    letters = _IRANIAN if _PERSIAN.search(name) else _ARABIC
    found = {}
    servant = ""
    for word in apart(name).split():
        if word in SERVANT:
            servant = word
            continue
        folded = fold(f"{servant} {word}")
        if _SCRIPT.search(word) and len(folded) == 1:
            found[folded[0]] = tuple((servant and "bd") + way for way in _consonants(word, letters))
        servant = ""
    return found


def _consonants(word: str, letters: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    choices = [letters.get(letter) or (_bare(letter),) for letter in word]
    ways = 1
    for place, choice in enumerate(choices):
        ways *= len(choice)
        if ways > MOST:  # too many: the usual letter from here on
            ways //= len(choice)
            choices[place] = choice[:1]
    found = ["".join(way) for way in product(*choices)]
    # two letters alike may have a vowel between them, or be written as one
    return tuple(dict.fromkeys(found + [_DOUBLED.sub(r"\1", way) for way in found]))


def _bare(letter: str) -> str:
    return "".join(bare(smooth(word)) for word in fold(letter))
