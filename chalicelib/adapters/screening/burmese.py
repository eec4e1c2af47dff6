"""Romanises Burmese script as Burmese people write their own names: Min Aung Hlaing.

A syllable is a consonant, its medials (y, w, a silent h) and a rime. The usual transcription is
BGN's without marks; tones are not written.
"""

import re

_CONSONANTS = dict(
    zip(
        "ကခဂဃငစဆဇဈဉညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟဠအဿ",
        ("k", "kh", "g", "g", "ng", "s", "s", "z", "z", "ny", "ny", "t", "ht", "d", "d", "n", "t",
         "ht", "d", "d", "n", "p", "hp", "b", "b", "m", "y", "y", "l", "w", "th", "h", "l", "",
         "th"),
        strict=True,
    )
)  # fmt: skip
# Written rime -> heard rime, the longest first; ် silences the consonant before it.
_RIMES = (
    ("ောင်", "aung"), ("ေါင်", "aung"), ("ိုင်", "aing"), ("ောက်", "auk"), ("ေါက်", "auk"),
    ("ိုက်", "aik"), ("ုန်", "on"), ("ုမ်", "on"), ("ုံ", "on"), ("ိန်", "ein"), ("ိမ်", "ein"),
    ("ိံ", "ein"), ("ွန်", "un"), ("ွမ်", "un"), ("ုတ်", "ok"), ("ုပ်", "ok"), ("ိတ်", "eik"),
    ("ိပ်", "eik"), ("ွတ်", "ut"), ("ွပ်", "ut"), ("ော်", "aw"), ("ေါ်", "aw"), ("ော", "aw"),
    ("ေါ", "aw"), ("ို", "o"), ("င်", "in"), ("န်", "an"), ("မ်", "an"), ("ံ", "an"), ("ဉ်", "in"),
    ("ဥ်", "in"), ("ည်", "i"), ("စ်", "it"), ("က်", "et"), ("တ်", "at"), ("ပ်", "at"), ("ယ်", "e"),
    ("ေ", "e"), ("ဲ", "e"), ("ိ", "i"), ("ီ", "i"), ("ု", "u"), ("ူ", "u"), ("ာ", "a"), ("ါ", "a"),
    ("ယ", "e"), ("", "a"),
)  # fmt: skip
_ALONE = {"ဦ": "u", "ဥ": "u", "ဣ": "i", "ဤ": "i", "ဧ": "e", "ဩ": "aw", "ဪ": "aw"}
_SCRIPT = re.compile("[\u1000-\u109f]+")
_SYLLABLE = re.compile(
    "(?P<first>[\u1000-\u1021\u103f])(?P<beside>[\u103b-\u103e]*)"
    "(?P<rime>[\u102b-\u1037\u103a]*(?:[\u1000-\u1021](?:\u103a|(?=\u1039)))?[\u1037\u1038]*)\u1039?"
)


def romanised(name: str) -> str:
    """The name with its Burmese words as syllables in Latin letters, separated by blanks. Other
    scripts stay as they are."""
    return _SCRIPT.sub(lambda found: " " + _word(found[0]) + " ", name)


def _word(text: str) -> str:
    text = text.replace("\u1037", "").replace("\u1038", "")
    for letter, heard in _ALONE.items():
        text = text.replace(letter, f" {heard} ")
    return _SYLLABLE.sub(lambda s: _syllable(s["first"], s["beside"], s["rime"]) + " ", text)


def _syllable(first: str, beside: str, rime: str) -> str:
    if "\u103d" in beside and ("\u103d" + rime) in dict(_RIMES):
        beside, rime = beside.replace("\u103d", ""), "\u103d" + rime
    heard = dict(_RIMES).get(rime, "a")
    consonant = _CONSONANTS[first]
    if "\u103b" in beside or "\u103c" in beside:
        consonant = {"k": "ky", "kh": "ch", "g": "gy"}.get(consonant, consonant + "y")
    if "\u103d" in beside:
        consonant += "w"
    if "\u103e" in beside:
        consonant = "sh" if consonant == "y" else "h" + consonant
    return consonant + heard
