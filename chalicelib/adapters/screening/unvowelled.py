"""Arabic and Hebrew write few vowels, and offices romanise some of their letters in several ways.

`consonants` gives for each word the consonants that it may stand for, as `folding.bare` leaves them
of a romanised word: Jabouri, Gebori and جبوري are all `jbr` or `gbr`.
"""

import re
from itertools import islice, product

from chalicelib.adapters.screening.folding import ARTICLE, bare, fold, separate_articles, smooth

MOST = 24  # readings of a word
_SCRIPT = re.compile("[\u05d0-\u05ea\u0600-\u06ff]")
_PERSIAN = re.compile("[پچژگکیټډړڼګڅځږښېۍٹڈڑںےہھ]")
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
# Letters of Pashto and Urdu, by BGN/PCGN's romanisations and what smoothing leaves of them.
_ARABIC |= {
    **dict.fromkeys("ټٹ", ("t",)),
    **dict.fromkeys("ډڈ", ("d",)),
    **dict.fromkeys("ړڑ", ("r",)),
    **dict.fromkeys("ڼں", ("n",)),
    **dict.fromkeys("ېۍےہھۀ", ("",)),
    "ګ": ("g",),
    "څ": ("z", "s"),  # ts
    "ځ": ("z", "dz", "j"),  # dz
    "ږ": ("j", "g"),  # zh
    "ښ": ("s", "", "k"),  # sh, or kh
}
# Persian reads some letters in another way than Arabic.
_IRANIAN = _ARABIC | {
    "ث": ("s",),
    "ج": ("j", ""),
    "ذ": ("z",),
    "ژ": ("j", ""),
    "ض": ("z", "d"),
    "ظ": ("z",),
    "ك": ("k", "g"),  # keyboards without gaf
}
# Hebrew, too, writes few vowels. Vav and yod are consonants or vowels; pe and bet are hard or soft.
_HEBREW: dict[str, tuple[str, ...]] = dict.fromkeys("אהע", ("",))
_HEBREW |= {
    letter: (consonant,) for letter, consonant in zip("גדזטלמםנןסקרת", "gdztlmmnnskrt", strict=True)
}
_HEBREW |= {
    "ב": ("b", "f"),
    "ו": ("", "f"),
    "ח": ("", "s"),  # h, or ch, which smoothing takes for sh
    "י": ("", "j"),
    "כ": ("k", "", "s"),
    "ך": ("k", "", "s"),
    "פ": ("p", "f"),
    "ף": ("f", "p"),
    "צ": ("z", "s"),
    "ץ": ("z", "s"),
    "ש": ("s",),
}
#: Letters with a geresh: sounds of foreign names.
_HEBREW |= {
    "ג׳": ("j", "g", ""),
    "ד׳": ("d", "z"),
    "ז׳": ("j", "z"),
    "ח׳": ("k", ""),
    "ט׳": ("z", "d"),
    "ע׳": ("g",),
}
_LETTERS = re.compile("[גדזחטע]['’׳]|.")
_WORD = re.compile(rf"({ARTICLE}?)(\S+)")
_GOD = "الله"
_DOUBLED = re.compile(r"(.)\1")


def consonants(name: str) -> dict[str, tuple[str, ...]]:
    """Folded word -> its possible consonants, at most 2 x MOST, for each word in Arabic or Hebrew
    script that folds to one word. Also for two joined words, the second with an article, which
    offices write as one: Sirajuddin, Najibullah. Empty for a name without these scripts."""
    if not _SCRIPT.search(name):
        return {}
    letters = _IRANIAN if _PERSIAN.search(name) else _ARABIC
    found: dict[str, tuple[str, ...]] = {}
    before = ""
    for article, word in _WORD.findall(separate_articles(name)):
        folded = fold(word)
        if not _SCRIPT.search(word) or len(folded) != 1:
            before = ""
            continue
        ways = found[folded[0]] = _consonants(word, _HEBREW if "א" <= word[0] <= "ת" else letters)
        if before and (article or word == _GOD):
            found[before + folded[0]] = _joined(found[before], ways)
        before = folded[0]
    return found


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    found = ["".join(way) for way in islice(product(first, second), MOST)]
    return tuple(dict.fromkeys(found + [_DOUBLED.sub(r"\1", way) for way in found]))


def _consonants(word: str, letters: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    written = [one.replace("'", "׳").replace("’", "׳") for one in _LETTERS.findall(word)]
    choices = [letters.get(letter) or (_bare(letter),) for letter in written]
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
