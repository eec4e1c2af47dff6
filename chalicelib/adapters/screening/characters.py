"""Repairs the characters of a name: compatibility forms, look-alikes of other alphabets, digits
for letters, and invisible marks."""

import re
import unicodedata

# What looks like a Latin letter in Cyrillic and Greek, and the other way round.
_PAIRS = dict(zip("асеорхуіјѕһԁАВСЕНІЈКМОРЅТХУ", "aceopxyijshdABCEHIJKMOPSTXY", strict=True))
_TO_LATIN = str.maketrans(_PAIRS | dict(zip("αοικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aoiknptuxABEZHIKMNOPTYX",
                                            strict=True)))  # fmt: skip
_MORE = {"b": "ь", "k": "к", "m": "м", "t": "т", "u": "и", "n": "п"}
_TO_CYRILLIC = str.maketrans({latin: other for other, latin in _PAIRS.items()} | _MORE)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_OTHER_LETTER = re.compile("[\u0370-\u04ff]")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u0640\u064b-\u0652\u0670\u180e\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")  # fmt: skip
_MIXED = re.compile(r"(?=\w*[^\W\d_])(?=\w*\d)\w{3,}")
_DIGITS = str.maketrans("0134578", "oieastb")


def repaired(name: str) -> str:
    """The name in composed, usual characters (Unicode NFKC), each word in one alphabet.

    Invisible marks are removed. In words of at least three characters that have letters, digits
    become the letters that they resemble (`p0well` -> `powell`).
    """
    if name.isascii():
        plain = name
    else:
        plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", name))
        if _OTHER_LETTER.search(plain) and _LATIN_LETTER.search(plain):
            plain = _one_alphabet(plain)
    if _MIXED.search(plain):
        plain = _MIXED.sub(lambda word: word[0].translate(_DIGITS), plain)
    return plain


def _one_alphabet(name: str) -> str:
    """Words that mix alphabets are turned into the one whose letters cannot be look-alikes; a word
    that could be either follows the rest of the name."""
    latin_rest = len(_LATIN_LETTER.findall(name)) >= len(_OTHER_LETTER.findall(name))
    return re.sub(r"\w+", lambda word: _turned(word[0], latin_rest), name)


def _turned(word: str, latin_rest: bool) -> str:
    latin, other = _LATIN_LETTER.search(word), _OTHER_LETTER.search(word)
    if not latin and not (latin_rest and _all_alike(word)):
        return word
    if not other:
        return word
    surely_latin = any(_LATIN_LETTER.match(c) and c.translate(_TO_CYRILLIC) == c for c in word)
    surely_other = any(_CYRILLIC_LETTER.match(c) and c not in _PAIRS for c in word)
    if surely_other and not surely_latin:
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN)


def _all_alike(word: str) -> bool:
    """Whether the word has look-alikes only, so that it may stand for a Latin one."""
    return len(word) > 1 and all(c.translate(_TO_LATIN) != c for c in word)
