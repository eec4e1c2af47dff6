"""Names of many cultures, made by rule: native spelling, and the ways people romanise it.

Every culture is a function `(random) -> Name`. A Name knows its parts in their usual order, and
`spelled(random)` gives one plausible Latin spelling of each part: two calls may differ as two
passport offices differ. No part of this is taken from a list of real people.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Rng = random.Random
ROOTED = 4_000  # family names made from roots
# What names are put together from; `native|spelling|spelling` where several spellings are usual.
PARTS: dict[str, Any] = json.loads(Path(__file__).with_name("name_parts.json").read_text())


@dataclass(frozen=True)
class Part:
    """One word of a name: native letters (may be empty) and its Latin spellings."""

    role: str  # given | middle | family | particle
    native: str
    spell: Callable[[Rng], str]


@dataclass(frozen=True)
class Name:
    """The parts in the order the culture writes them."""

    culture: str
    parts: tuple[Part, ...]

    def spelled(self, rng: Rng) -> tuple[str, ...]:
        """One Latin spelling of every part."""
        return tuple(part.spell(rng) for part in self.parts)

    @property
    def native(self) -> str:
        """The name in its own script; empty if that is Latin or unknown."""
        if not all(part.native for part in self.parts):
            return ""
        joint = "" if self.culture in ("chinese", "korean") else " "
        return joint.join(part.native for part in self.parts)


def pick(rng: Rng, options: Sequence[str]) -> str:
    """One of them; the first ones are more common, as with real names."""
    return options[int(len(options) * rng.random() ** 1.2)]


def fixed(role: str, word: str) -> Part:
    """A Latin word with diacritics that offices keep, drop or write out."""
    return Part(role, "", lambda rng: _plain(word, rng))


def _plain(word: str, rng: Rng) -> str:
    style = rng.randrange(3)
    if style == 0:
        return word
    table = PARTS["written_out"] if style == 1 else PARTS["dropped"]
    return "".join(table.get(c, PARTS["dropped"].get(c, c)) for c in word)


def variants(role: str, group: str) -> Part:
    """A word given as `native|spelling|spelling …`."""
    native, *spellings = group.split("|")
    return Part(role, native, lambda rng: rng.choice(spellings))


def lettered(role: str, native: str, schemes: Sequence[dict[str, str]]) -> Part:
    """A word in another alphabet; each office has its own table of letters."""

    def spell(rng: Rng) -> str:
        scheme = rng.choice(schemes)
        word, place = "", 0
        low = native.lower()
        while place < len(low):
            pair = low[place : place + 2]
            if pair in scheme:
                word, place = word + scheme[pair], place + 2
            else:
                word, place = word + scheme.get(low[place], low[place]), place + 1
        return "-".join(piece.capitalize() for piece in word.split("-"))

    return Part(role, native, spell)


def _russian(rng: Rng) -> Name:
    woman = rng.random() < 0.25
    given = pick(rng, PARTS["russian_women"] if woman else PARTS["russian_men"])
    father = pick(rng, PARTS["russian_fathers"])
    prefix, stem = rng.choice(PARTS["russian_prefixes"]), pick(rng, PARTS["russian_stems"])
    stem = (prefix + stem.lower() if prefix else stem) + pick(rng, PARTS["russian_endings"])
    words = [("given", given)]
    if rng.random() < 0.75:
        words.append(("middle", father + ("овна" if woman else "ович")))
    words.append(("family", stem + ("а" if woman and stem[-1] == "в" else "")))
    return Name("russian", tuple(lettered(role, word, PARTS["cyrillic"]) for role, word in words))


def _greek(rng: Rng) -> Name:
    prefix, stem = rng.choice(PARTS["greek_prefixes"]), pick(rng, PARTS["greek_stems"])
    family = (prefix + stem.lower() if prefix else stem) + pick(rng, PARTS["greek_endings"])
    words = [("given", pick(rng, PARTS["greek_given"])), ("family", family)]
    return Name("greek", tuple(lettered(role, word, PARTS["greek"]) for role, word in words))


def _arabic(rng: Rng) -> Name:
    words = [variants("given", pick(rng, PARTS["arabic"]))]
    if rng.random() < 0.3:
        words.append(variants("particle", "بن|bin|ben|ibn"))
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        words.append(variants("middle", pick(rng, PARTS["arabic"])))
    known = rng.random() < 0.2
    rare = random.Random(int(ROOTED * rng.random() ** 1.2))
    family = pick(rng, PARTS["arabic_families"]) if known else _rooted(rare)
    words.append(_with_article(family) if rng.random() < 0.7 else variants("family", family))
    return Name("arabic", tuple(words))


def _rooted(rng: Rng) -> str:
    """A family name of three consonants in one of the usual shapes, with its spellings."""
    letters, vowels = PARTS["arabic_letters"], PARTS["arabic_vowels"]
    root = rng.sample(sorted(letters), 3)
    shape = rng.choice(PARTS["arabic_shapes"])
    written = {"m": "م", "n": "ن", "w": "و"}
    native = "".join(root[int(c) - 1] if c.isdigit() else written.get(c, "") for c in shape)
    spellings = []
    for _ in range(4):
        chosen = [rng.choice(letters[letter]) for letter in root]
        word = "".join(
            chosen[int(c) - 1] if c.isdigit() else rng.choice(vowels.get(c, [c])) for c in shape
        )
        spellings.append(word.capitalize())
    return "|".join((native + "ي" * shape.endswith("i"), *spellings))


def _with_article(group: str) -> Part:
    native, *spellings = group.split("|")
    articles = ("al-", "Al ", "el-", "El ", "Al", "al-")
    return Part("family", "ال" + native, lambda rng: rng.choice(articles) + rng.choice(spellings))


def _persian(rng: Rng) -> Name:
    given = variants("given", pick(rng, PARTS["persian"]))
    stem = pick(rng, PARTS["persian_stems"]).split("|")
    first = pick(rng, PARTS["persian_stems"]).split("|") if rng.random() < 0.8 else ["", ""]
    ending = rng.choice(PARTS["persian_endings"]).split("|")
    family = Part(
        "family",
        first[0] + stem[0] + ending[0],
        lambda r: "".join(r.choice(piece[1:]) for piece in (first, stem, ending)).capitalize(),
    )
    return Name("persian", (given, family))


def _syllables(role: str, groups: Sequence[Sequence[str]]) -> Part:
    """A word of several syllables, which some write apart and some with a hyphen."""
    native = "".join(group[0] for group in groups)

    def spell(rng: Rng) -> str:
        system = rng.random()
        chosen = [group[1] if system < 0.6 else rng.choice(group[1:]) for group in groups]
        joint = rng.choice(("", "-", " "))
        if joint == " ":
            return " ".join(syllable.capitalize() for syllable in chosen)
        return joint.join(chosen).capitalize()

    return Part(role, native, spell)


def _chinese(rng: Rng) -> Name:
    family = variants("family", pick(rng, PARTS["chinese_families"]))
    size = rng.choice((1, 2, 2, 2, 2))
    given = [pick(rng, PARTS["chinese_syllables"]).split("|") for _ in range(size)]
    return Name("chinese", (family, _syllables("given", given)))


def _korean(rng: Rng) -> Name:
    family = variants("family", pick(rng, PARTS["korean_families"]))
    given = [pick(rng, PARTS["korean_syllables"]).split("|") for _ in range(2)]
    return Name("korean", (family, _syllables("given", given)))


def _spanish(rng: Rng) -> Name:
    words = [fixed("given", pick(rng, PARTS["spanish_given"]))]
    if rng.random() < 0.4:
        words.append(fixed("middle", pick(rng, PARTS["spanish_given"])))
    words.append(fixed("family", _iberian(rng)))
    if rng.random() < 0.7:
        words.append(fixed("middle", _iberian(rng)))
    return Name("spanish", tuple(words))


def _iberian(rng: Rng) -> str:
    stem, link = pick(rng, PARTS["iberian_stems"]), rng.choice(PARTS["links"])
    return f"{stem}{link}{rng.choice(PARTS['iberian_endings'])}"


def _western(culture: str) -> Callable[[Rng], Name]:
    given, stems, endings = PARTS["western"][culture]

    def make(rng: Rng) -> Name:
        words = [fixed("given", pick(rng, given))]
        if rng.random() < 0.35:
            words.append(fixed("middle", pick(rng, given)))
        words.append(
            fixed("family", pick(rng, stems) + rng.choice(PARTS["links"]) + pick(rng, endings))
        )
        return Name(culture, tuple(words))

    return make


def _indian(rng: Rng) -> Name:
    words = [variants("given", "|" + pick(rng, PARTS["indian"]))]
    if rng.random() < 0.6:
        words.append(variants("middle", "|" + pick(rng, PARTS["indian"])))
    words.append(variants("family", "|" + pick(rng, PARTS["indian_families"])))
    return Name("indian", tuple(words))


CULTURES: dict[str, tuple[Callable[[Rng], Name], float]] = {
    "arabic": (_arabic, 22),
    "russian": (_russian, 20),
    "persian": (_persian, 9),
    "spanish": (_spanish, 16),
    "chinese": (_chinese, 4),
    "korean": (_korean, 2),
    "greek": (_greek, 4),
    "indian": (_indian, 4),
    "english": (_western("english"), 7),
    "german": (_western("german"), 4),
    "turkish": (_western("turkish"), 4),
    "polish": (_western("polish"), 3),
}


def made(rng: Rng) -> Name:
    """A name of some culture."""
    makers = [maker for maker, _ in CULTURES.values()]
    weights = [weight for _, weight in CULTURES.values()]
    return rng.choices(makers, weights)[0](rng)
