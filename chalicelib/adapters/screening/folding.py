"""Turns a written name into comparable words: plain Latin letters, with the usual romanisations of
a sound made one.

Views of a word, from fine to coarse: `fold` the word in plain Latin letters; `smooth` the same with
the usual romanisations made one (kh/h, zh/j, ou/u, sch/sh ...); `frame` that with one vowel for
another; `bare` without vowels; `skeleton` the consonants by class, which is only used to find
candidates, never to score them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from anyascii import anyascii

TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "prof", "eng", "jr", "sr"})
# Titles of honour and rank; dropped at the beginning of a name only: elsewhere they are names.
HONOURS = frozenset(
    {
        "haji", "hajji", "haj", "hajj", "hadji", "sheikh", "sheik", "shaikh", "shaykh", "cheikh",
        "mullah", "mulla", "molla", "maulavi", "mawlawi", "maulvi", "mawlavi", "maulana", "molvi",
        "qari", "hafiz", "imam", "ayatollah", "sayyid", "sayed", "sayyed", "seyed", "syed", "said",
        "general", "gen", "colonel", "col", "major", "maj", "captain", "capt", "lieutenant", "lt",
        "brigadier", "marshal", "admiral", "commander", "professor", "doctor", "engineer",
        "president", "minister", "judge", "don", "dona", "tan", "dato", "datuk", "herr", "frau",
        "pan", "pani",
    }
)  # fmt: skip
# Dropped at the beginning even if one word is left: these are no names.
OFFICES = frozenset(
    {"president", "presidente", "minister", "ministro", "ministre", "senator",
     "professor", "doctor", "colonel", "lieutenant", "brigadier", "admiral", "ayatollah"}
)  # fmt: skip
ARTICLES = frozenset({"al", "el", "ul", "ud", "ur", "us", "uz", "il"})
# "Son of", "of the" and articles before some letters: dropped where enough of the name is left.
PARTICLES = frozenset(
    {
        "ad", "as", "an", "ar", "ash", "az", "at", "ed", "er", "es", "ech", "bin", "ben", "ibn",
        "bn", "bint", "bnt", "bt", "b", "van", "von", "der", "den", "zu", "y", "e", "wa",
    }
)  # fmt: skip
# The first half of names like Abdul Rahman, with its misspellings.
_SERVANTS = ("abd", "abdul", "abdel", "abdal", "abdol", "abdil", "abdur", "abder", "abdoul", "abdu",
             "abdus", "abdel", "abdull", "abdool", "abdoel")  # fmt: skip
SERVANT_SLIPS = ("adbul", "adbel", "abudl", "abdlu", "abdl", "badul", "abddul", "aabdul")
SERVANT = frozenset(_SERVANTS) | frozenset(SERVANT_SLIPS)
SERVED = "abd"  # what all of them become
_SERVANT_IN = re.compile(
    r"^abd(?:[aeiou]|ou|oe|oo)(?:l|r(?=r)|s(?=s)|z(?=z)|n(?=n))(?!l?ah?i?$|aye$)(?=[a-z]{3})"
)
_GOD = re.compile(r"^(?:al|ul|el)?l?ah?i?$|^allah$|^ullah$|^ollah$")
_APART = re.compile(r"[^a-z0-9]+")
ARTICLE = "\u00a0"  # what separate_articles puts in its place in Arabic script: a blank of its own
# In Arabic script the article, and "servant of the", are written as one with the word.
_SERVANT_OF = re.compile(r"\bعبد ?ال(\w{2})")
_SERVANT_OF_GOD = re.compile(r"\bعبد ?الله\b")
# A feminine ending is heard before the article: Hibat Allah.
_HEARD_ENDING = re.compile(r"ة(?= +ال)")
_ARTICLE = re.compile(r"\bال(\w{3})")
_HEBREW_ARTICLE = re.compile(r"\b(?:אל|אד|אר|אס|אז|א)[-־](?=\w)")  # of Arabic names
# In Arabic script, too, waw inside a word is mostly a vowel, and "z" before "h" are two sounds, not
# "zh".
_LONG_U = re.compile(r"(?<=\w)و")
_MUTE_H = re.compile("([زسكکتدگقطضصظ])([هح])")
_ALEF = str.maketrans("اآأإعةى", "aaaiaay")
# One letter for those that Arabic, Persian and Urdu write for one another.
_ONE_FORM = str.maketrans("یىکہھ", "يىكهه")
# Honours in Arabic script -> as HONOURS has them.
_WRITTEN_HONOURS = {
    "سيد": "sayed", "السيد": "sayed", "شيخ": "sheikh", "الشيخ": "sheikh", "حاج": "haj",
    "الحاج": "haj", "حاجي": "haji", "ملا": "mullah", "مولوي": "mawlawi", "مولانا": "maulana",
    "قاري": "qari", "حافظ": "hafiz", "جنرال": "general",
}  # fmt: skip
_LAST_ALEF = re.compile(r"(?<=\w)[אע]\b")  # of Hebrew: a vowel
_ATTACHED = re.compile(r"\b([AE]l)(?=[A-Z])")  # AlOtaibi
SHORT = 5


def fold(name: str) -> list[str]:
    """Plain Latin words: 'Müller-Łukasz' -> ['muller', 'lukasz'], 'Abdulaziz' -> ['abd', 'aziz'].

    Titles (Mr) and articles (al) are dropped if any word is left; particles (ben) and honours
    (sheikh) if two are left: the Ben of Ben Hassan is a name. Initials are kept. Empty if the name
    has neither letters nor digits.
    """
    words = _served(all_words(name))
    kept = _without_offices([w for w in words if w not in ARTICLES and w not in TITLES])
    names = _without_honours(_without_particles(kept))
    if len(names) >= 2:
        return names
    return kept or words


def all_words(name: str) -> list[str]:
    """Every word of a name in a-z and digits, by anyascii; titles and particles included."""
    if not name.isascii():
        name = _LAST_ALEF.sub("a", _MUTE_H.sub(r"\1a\2", separate_articles(name)))
        name = _LONG_U.sub("u", name).translate(_ALEF)
    plain = anyascii(_ATTACHED.sub(r"\1 ", name)).lower().replace("'", "").replace("`", "")
    return [word for word in _APART.split(plain) if word]


def _without_offices(words: list[str]) -> list[str]:
    first = 0
    while first < len(words) - 1 and words[first] in OFFICES:
        first += 1
    return words[first:]


def _without_particles(words: list[str]) -> list[str]:
    """No particle begins a name: the B. of B. E. Hassan is an initial, and so is its E."""
    found: list[str] = []
    initials = True
    for word in words:
        initials = initials and len(word) == 1
        if initials or word not in PARTICLES:
            found.append(word)
    return found


def _without_honours(words: list[str]) -> list[str]:
    first = 0
    while first < len(words) - 2 and words[first] in HONOURS:
        first += 1
    return words[first:]


def _served(words: list[str]) -> list[str]:
    """The words with "servant of" as a word of its own, SERVED, in Abd-ur-Rahman, Abdurrahman and
    Abdul Rahman alike; Abdullah stays one word."""
    found: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word not in SERVANT:
            rest = _SERVANT_IN.sub("", word)
            found += [word] if rest == word else [SERVED, rest]
            place += 1
            continue
        place += 1
        while place < len(words) - 1 and (words[place] in ARTICLES or words[place] in PARTICLES):
            place += 1
        if place < len(words) and _GOD.match(words[place]):
            found.append("abdullah")
            place += 1
        else:
            found.append(SERVED)
    return found


def separate_articles(name: str) -> str:
    """The name with blanks after the article and around "servant of the", which Arabic script joins
    to the next word. Hebrew joins the same article with a hyphen. ARTICLE stands for the former."""
    name = _HEBREW_ARTICLE.sub(" ", name.translate(_ONE_FORM))
    name = _SERVANT_OF.sub(r" abd \1", _SERVANT_OF_GOD.sub(" abdullah ", _honoured(name)))
    return _ARTICLE.sub(ARTICLE + r"\1", _HEARD_ENDING.sub("ت", name))


def _honoured(name: str) -> str:
    """The name with honours at its beginning in Latin letters."""
    words = name.split()
    for place, word in enumerate(words):
        if word not in _WRITTEN_HONOURS:
            break
        words[place] = _WRITTEN_HONOURS[word]
    return " ".join(words)


LONGEST_RUN = 3  # words: neighbours that are compared as one word, beside the whole name
LONGEST_JOINED = 40  # letters


def runs(words: Sequence[str], turned: bool = True) -> Iterator[tuple[int, int, str]]:
    """(first, end, text) for neighbouring words written as one: two to LONGEST_RUN of them, then
    the whole name in its order and, if `turned`, with the last word first, and with the first word
    last."""
    count = len(words)
    for size in range(2, min(LONGEST_RUN, count - 1) + 1):
        for first in range(count - size + 1):
            yield first, first + size, "".join(words[first : first + size])
    if count > 1:
        yield 0, count, "".join(words)
    if count > 1 and turned:
        yield 0, count, words[-1] + "".join(words[:-1])
        if count > 2:
            yield 0, count, "".join(words[1:]) + words[0]


def run_key(text: str) -> int:
    """A key of 32 bits (CRC-32) that texts share if they differ in vowels or romanisation only. Of
    texts with three or fewer consonants, only those that differ in romanisation share one."""
    even = smooth(text)
    consonants = bare(even)
    return crc32((consonants if len(consonants) > 3 else "." + even).encode())


# (letters, pattern, replacement). One of the letters occurs wherever the pattern does, and a
# search for these costs little.
_SMOOTH = tuple(
    (letters.split() or [""], re.compile(before), after)
    for letters, before, after in (
        ("al el", r"^[ae]l(?=[bcdfghjkmnpqrstvwxz][a-z]{3})", ""),
        ("u", r"ou(?=[aei])|u(?=[ai])", "f"),
        ("ia io iu ya yo yu", r"^[iy](?=[aou])", "j"),
        ("zh dj jh", r"zh|dj|dzh|jh", "j"),
        ("j", r"(?<=[bfgklmnprstvwz])j(?=[aeou])|j$", "i"),
        ("ch", r"ch(?=[lmnrt])", "h"),
        ("ch cz sz sh", r"t?sch|tch|cz|ch|sz|sh", "s"),
        ("x", r"x", "ks"),
        ("kh", r"kh", "h"),
        ("gh", r"gh", "g"),
        ("ck q", r"ck|q", "k"),
        ("ph v w f", r"ph|v|w|ff?$", "f"),
        ("th", r"th", "t"),
        ("dh", r"dh", "d"),
        ("ts tz", r"t[sz]", "z"),
        ("c", r"c(?=[eiy])", "s"),
        ("c", r"c", "k"),
        ("ou oo", r"ou|oo", "u"),
        ("ij ii ee ie y", r"ij|iy|yy|ii|ee|ie|y", "i"),
        ("ja", r"ja", "ia"),
        ("ae oe ue", r"ae|oe|ue", "e"),
        ("", r"(.)\1+", r"\1"),
        ("h", r"h(?![aeiou])", ""),
    )
)


@lru_cache(16_384)
def smooth(word: str) -> str:
    """The word with one spelling for each romanised sound: Yusuf and Youssef, Zhukov and Jukov."""
    for letters, before, after in _SMOOTH:
        for some in letters:
            if some in word:
                word = before.sub(after, word)
                break
    return word


def frame(even: str) -> str:
    """A smooth word with each run of vowels written "a": Rifai and Refai."""
    return _VOWEL_RUN.sub("a", even)


def bare(word: str) -> str:
    """The word without vowels (nor w, y and h), roughly as Arabic script writes it."""
    return word.translate(_VOWELS)


_VOWEL_RUN = re.compile("[aeiouy]+")
_VOWELS = str.maketrans("", "", "aeiouywh")
_CLASSES = str.maketrans("dgqzcxjbvw", "tkksssspff", "aeiouyh0123456789")


def skeleton(even: str) -> str:
    """The consonants of a smooth word, one letter per class: t for d, k for g and q, s for c, j, x
    and z, p for b, f for v and w."""
    return even.translate(_CLASSES)


# Letters that offices write for one another: z, dh and d (Ziya, Dhia), s, th and t (Sabet, Thabit),
# j, g, k and q (Jamal, Gamal; Qasim, Gasim), b and p, and what smoothing leaves of f.
_INTERCHANGEABLE = str.maketrans("dzscgqjxbvw", "ttttkkkkpff")


def merge_interchangeable(framed: str) -> str:
    """A frame with one letter for those that offices write for one another: Hakim and Hagim."""
    return framed.translate(_INTERCHANGEABLE)


def skeletons(consonants: str) -> tuple[str, ...]:
    """The skeletons of a word's consonants: one, or up to eight for a short word with z or j, which
    stand for two sounds each."""
    consonant_skeleton = skeleton(consonants)
    if len(consonant_skeleton) > 3:
        return (consonant_skeleton,)
    found = [""]
    for letter, usual in zip(consonants.translate(_SILENT), consonant_skeleton, strict=True):
        found = [text + other for text in found for other in _UNSURE.get(letter, usual)]
    return tuple(found)


_SILENT = str.maketrans("", "", "aeiouyh0123456789")
_UNSURE = {"z": "st", "j": "sk"}  # z as in Zia and Dhia, j as in Jamal and Gamal


def deletions(text: str) -> set[str]:
    """Every text that is left when one letter is removed."""
    return {text[:i] + text[i + 1 :] for i in range(len(text))}


def stored_keys(consonant_skeleton: str) -> set[str]:
    """The keys under which a skeleton is stored. `asked_keys` of a skeleton that differs by one
    letter shares one of them.

    Skeletons of three or fewer letters share a key only if a letter is missing, not if a letter is
    replaced: too many words would.
    """
    if len(consonant_skeleton) < 3:
        return {consonant_skeleton}
    return {consonant_skeleton} | {"-" + rest for rest in deletions(consonant_skeleton)}


def asked_keys(consonant_skeleton: str) -> set[str]:
    """The keys by which a skeleton is looked up; see `stored_keys`."""
    found = {consonant_skeleton, "-" + consonant_skeleton}
    if len(consonant_skeleton) > 2:
        found |= deletions(consonant_skeleton)
    if len(consonant_skeleton) > 3:
        found |= {"-" + rest for rest in deletions(consonant_skeleton)}
    return found


def letter_keys(word: str, even: str) -> set[str]:
    """Keys that similarly spelled words share: for short words the letters with one left out, for
    long ones their beginning, their end, and both without the middle. `even`: `smooth(word)`."""
    if len(word) <= SHORT + 1:
        return {word} | deletions(word)
    if len(even) <= SHORT:  # long as it is written, short as it sounds
        return {"." + rest for rest in deletions(even)} | {"." + even}
    return {"<" + even[:4], ">" + even[-4:], even[:2] + "~" + even[-2:]}
