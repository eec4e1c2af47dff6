"""Foreign names in scripts and languages that lack their sounds or spell them in their own way.

A Korean text writes Vladimir as beul-la-di-mi-reu, a Hungarian one as Vlagyimir, a Belarusian one
as Uladzimir. Each possible original is one more reading of the name, beside the usual one.
"""

import re
from collections.abc import Iterator

from anyascii import anyascii

_HANGUL = re.compile("[\uac00-\ud7a3]+")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")
_HAN_OR_HIRAGANA = re.compile("[\u3041-\u309f\u3400-\u9fff\uf900-\ufaff]")
NATIVE = 4  # syllables of the longest Korean names; a longer one is foreign

_STARTS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t",
           "p", "h")  # fmt: skip
# Empty for the vowel that only carries a consonant.
_VOWELS = ("a", "e", "ya", "ye", "o", "e", "yo", "ye", "o", "wa", "we", "we", "yo", "u", "wo", "we",
           "wi", "yu", "", "ui", "i")  # fmt: skip
_ENDS = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p",
         "p", "s", "s", "ng", "t", "t", "k", "t", "p", "t")  # fmt: skip
_AFTER_END = re.compile(r"(?<=ch|sh)i$|(?<=j)i$")

# Japanese writes u (o after t and d) between neighbouring consonants and after a last one.
_CARRIED = re.compile(
    r"(?<=[bfgklmnprsvz])u(?=[bcdfghjklmnprstvz]|\b(?!:))|(?<=[td])o(?=[bcdfghjklmnprstvz]|\b(?!:))"
)
_KANA = (
    ("ヴァ", "va"), ("ヴィ", "vi"), ("ヴェ", "ve"), ("ヴォ", "vo"), ("ヴ", "vu"),
    ("ファ", "fa"), ("フィ", "fi"), ("フェ", "fe"), ("フォ", "fo"), ("ティ", "ti"),
    ("ディ", "di"), ("トゥ", "tu"), ("ドゥ", "du"), ("チェ", "che"), ("ジェ", "je"),
    ("シェ", "she"), ("ウィ", "wi"), ("ウェ", "we"), ("ウォ", "wo"), ("ツァ", "tsa"),
    ("ー", ":"), ("・", " "), ("＝", " "),
)  # fmt: skip

_HUNGARIAN = re.compile(r"(?i)gyi|tyi|[gt]ye|cs\b|vics|zs")
_AS_HUNGARIAN = (("gy", "d"), ("ty", "t"), ("ny", "n"), ("zs", "zh"), ("cs", "ch"), ("sz", "s"))
_BELARUSIAN = re.compile("(?i)^(?!.*[иїєґ]).*[ўі]")
_AS_BELARUSIAN = (("дз(?=[еёіюяь])", "д"), ("ц(?=[еёіюяь])", "т"), (r"\bу(?=[^аеёіоуыэюя\W])", "в"),
                  ("ў", "в"))  # fmt: skip
_GREEK = re.compile("[\u0370-\u03ff]")
_AS_GREEK = (("μπ", "b"), ("ντ", "d"), ("γκ|γγ", "g"), ("τζ", "j"))


def single_vowels(name: str) -> str:
    """The name with pairs of Armenian and Greek letters that are one vowel written as it sounds."""
    name = re.sub("ու", "u", re.sub("Ո[ւՒ]", "U", name))
    return re.sub("ο[υύ]", "ou", re.sub("Ο[υύΥΎ]", "Ou", name)) if _GREEK.search(name) else name


def possible_originals(name: str) -> Iterator[str]:
    """More spellings of the name: Latin letters for Hungarian, Korean, Japanese and Greek ones,
    Russian letters for Belarusian ones. Nothing for other names."""
    if name.isascii():
        if _HUNGARIAN.search(name):
            yield _replaced(name.lower(), _AS_HUNGARIAN)
        return
    if _HANGUL.search(name) and not _HAN_OR_HIRAGANA.search(name):
        yield from _korean(name)
    elif _KATAKANA.search(name) and not _HAN_OR_HIRAGANA.search(name):
        yield from _japanese(name)
    elif _GREEK.search(name):
        plain = _replaced(name.lower(), _AS_GREEK)
        if plain != name.lower():
            yield plain
    elif _BELARUSIAN.search(name):
        plain = _replaced(name.lower(), _AS_BELARUSIAN)
        if plain != name.lower():
            yield plain


def _replaced(name: str, rules: tuple[tuple[str, str], ...]) -> str:
    for before, after in rules:
        name = re.sub(before, after, name)
    return name


def _korean(name: str) -> Iterator[str]:
    """The originals of a foreign name in Hangul, which has one letter for b and v."""
    syllables = sum(map(len, _HANGUL.findall(name)))
    if syllables <= NATIVE:
        return
    plain = _HANGUL.sub(lambda word: _sounds(word[0]), name)
    yield plain
    if "b" in plain:
        yield plain.replace("b", "v")


def _sounds(word: str) -> str:
    parts = [divmod(ord(letter) - 0xAC00, 588) for letter in word]
    heard = "".join(
        _STARTS[start] + _VOWELS[rest // 28] + _ENDS[rest % 28] for start, rest in parts
    )
    return _AFTER_END.sub("", heard.replace("lr", "l"))


def _japanese(name: str) -> Iterator[str]:
    """The originals of a foreign name in katakana, which has one letter for l and r. A long vowel
    is never one that only carries a consonant."""
    for kana, heard in _KANA:
        name = name.replace(kana, heard)
    plain = _CARRIED.sub("", anyascii(name).lower()).replace(":", "")
    yield plain
    if "r" in plain:
        yield plain.replace("r", "l")
