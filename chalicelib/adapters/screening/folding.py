"""From a written name to comparable words: plain Latin letters, romanisations brought together.

Three views of a word, from fine to coarse:
`fold` the word in plain Latin letters; `smooth` the same with the usual romanisations made one
(kh/h, zh/j, ou/u, sch/sh ...); `skeleton` the consonants of that by class, which is only used to
find candidates, never to score them.
"""

import re
from itertools import pairwise

from anyascii import anyascii

TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "prof", "eng"})
# Words that say nothing alone: articles and "son of".
PARTICLES = frozenset({"al", "el", "ul", "ad", "as", "an", "ar", "ash", "az"})
PARTICLES |= {"bin", "ben", "ibn", "bn", "bint", "bnt", "bt", "b", "van", "von", "der"}
# The first half of names like Abdul Rahman.
SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdur", "abder", "abdoul"})
_SERVANT_IN = re.compile(r"^abd[aeou](?:l|r(?=r)|s(?=s)|z(?=z))(?=[a-z]{3})")
_APART = re.compile(r"[^a-z0-9]+")
# Scripts without spaces between words: Han, kana, Hangul.
_SPACELESS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])")
# In Arabic script the article, and "servant of the", are written as one with the word.
_SERVANT_OF = re.compile(r"\bعبد ?ال(\w{3})")
_ARTICLE = re.compile(r"\bال(\w{3})")
# In it, too: waw inside a word is mostly a vowel, and "z" before "h" are two sounds, not "zh".
_LONG_U = re.compile(r"(?<=\w)و")
_MUTE_H = re.compile("([زسكکتدگقطضصظ])([هح])")
_ALEF = str.maketrans("اآأإةى", "aaaiaa")
_ATTACHED = re.compile(r"\b([AE]l)(?=[A-Z])")  # AlOtaibi
SHORT = 5
LONGEST_JOINED = 12


def fold(name: str) -> list[str]:
    """Plain Latin words: 'Müller-Łukasz' -> ['muller', 'lukasz'], 'Abd al-Aziz' -> ['abdaziz'].

    Titles and particles are dropped unless nothing else is left.
    """
    if not name.isascii():
        name = apart(_SPACELESS.sub(r" \1 ", name))
        name = _LONG_U.sub("u", _MUTE_H.sub(r"\1a\2", name)).translate(_ALEF)
    plain = anyascii(_ATTACHED.sub(r"\1 ", name)).lower().replace("'", "").replace("`", "")
    words = [word for word in _APART.split(plain) if word]
    kept: list[str] = []
    servant = ""
    for word in words:
        if word in TITLES or word in PARTICLES:
            continue
        if word in SERVANT:
            servant = "abd"
            continue
        kept.append(_SERVANT_IN.sub("abd", servant + word))
        servant = ""
    if servant:
        kept.append(servant)
    return kept or words


def apart(name: str) -> str:
    """The name with what Arabic script writes as one set apart: article, and "servant of the"."""
    return _ARTICLE.sub(r" \1", _SERVANT_OF.sub(r" abd \1", name))


def joined(words: list[str]) -> list[tuple[int, str]]:
    """Neighbours that others write as one word ('Jin Ping', 'Reza Pour'): (place, word)."""
    return [
        (place, first + second)
        for place, (first, second) in enumerate(pairwise(words))
        if min(len(first), len(second)) < SHORT and len(first + second) <= LONGEST_JOINED
    ]


_SMOOTH = tuple(
    (re.compile(before), after)
    for before, after in (
        (r"^[ae]l(?=[bcdfghjkmnpqrstvwxz][a-z]{3})", ""),
        (r"ou(?=[aei])|u(?=[ai])", "f"),
        (r"^[iy](?=[aou])", "j"),
        (r"zh|dj|dzh|jh", "j"),
        (r"(?<=[bfgklmnprstvwz])j(?=[aeou])|j$", "i"),
        (r"ch(?=[lmnrt])", "h"),
        (r"t?sch|tch|cz|ch|sz|sh", "s"),
        (r"x", "ks"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ck|q", "k"),
        (r"ph|v|w|ff?$", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"t[sz]", "z"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ou|oo", "u"),
        (r"ij|iy|yy|ii|ee|ie|y", "i"),
        (r"ja", "ia"),
        (r"ae|oe|ue", "e"),
        (r"(.)\1+", r"\1"),
        (r"h(?![aeiou])", ""),
    )
)


def smooth(word: str) -> str:
    """The word with romanisations brought together: Yusuf and Youssef, Zhukov and Jukov."""
    for before, after in _SMOOTH:
        word = before.sub(after, word)
    return word


def frame(even: str) -> str:
    """A smooth word in which one vowel is as good as another: Rifai and Refai."""
    return _VOWEL_RUN.sub("a", even)


def bare(word: str) -> str:
    """The word without vowels, as Arabic script shows it, and without h, which comes and goes."""
    return word.translate(_VOWELS)


_VOWEL_RUN = re.compile("[aeiouy]+")
_VOWELS = str.maketrans("", "", "aeiouywh")
_CLASSES = str.maketrans("dgqzcxjbvw", "tkksssspff", "aeiouyh0123456789")


def skeleton(even: str) -> str:
    """Consonants of a smooth word by class: Khaled and Haled differ by a letter."""
    return even.translate(_CLASSES)


# Letters that offices put for one another: z, dh and d (Ziya, Dhia), s, th and t (Sabet, Thabit),
# j, g, k and q (Jamal, Gamal; Qasim, Gasim), b and p, and all that smoothing left of f.
_KIN = str.maketrans("dzscgqjxbvw", "ttttkkkkpff")


def kin(framed: str) -> str:
    """A frame with letters made one that are put for one another: Hakim and Hagim."""
    return framed.translate(_KIN)


def skeletons(consonants: str) -> tuple[str, ...]:
    """The skeleton; for a short one also what its unsure letters may stand for."""
    bones = skeleton(consonants)
    if len(bones) > 3:
        return (bones,)
    found = [""]
    for letter, usual in zip(consonants.translate(_SILENT), bones, strict=True):
        found = [text + other for text in found for other in _UNSURE.get(letter, usual)]
    return tuple(found)


_SILENT = str.maketrans("", "", "aeiouyh0123456789")
_UNSURE = {"z": "st", "j": "sk"}  # z as in Zia and Dhia, j as in Jamal and Gamal


def shorter(text: str) -> set[str]:
    """Every text that is left when one letter is taken out."""
    return {text[:i] + text[i + 1 :] for i in range(len(text))}


def stored_keys(bones: str) -> set[str]:
    """Under which keys a skeleton is kept; `asked_keys` of one that differs by a letter meet them.

    Skeletons of three or fewer meet when a letter is missing, not when one is another: too many
    words would.
    """
    if len(bones) < 3:
        return {bones}
    return {bones} | {"-" + rest for rest in shorter(bones)}


def asked_keys(bones: str) -> set[str]:
    """See `stored_keys`."""
    found = {bones, "-" + bones}
    if len(bones) > 2:
        found |= shorter(bones)
    if len(bones) > 3:
        found |= {"-" + rest for rest in shorter(bones)}
    return found


def letter_keys(word: str, even: str) -> set[str]:
    """What else leads from a word to another: for short words the letters with one left out, for
    long ones their beginning, their end, and both without the middle."""
    if len(word) <= SHORT + 1:
        return {word} | shorter(word)
    if len(even) <= SHORT:  # long as it is written, short as it sounds
        return {"." + rest for rest in shorter(even)} | {"." + even}
    return {"<" + even[:4], ">" + even[-4:], even[:2] + "~" + even[-2:]}
