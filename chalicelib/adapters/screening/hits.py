"""Hits of a search and their explanation: numbers for the audit log, sentences for reviewers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from chalicelib.adapters.screening import births
from chalicelib.adapters.screening.scoring import WHOLE
from chalicelib.domain.screening.screening import Interval, Listed

RARE, USUAL = 5, 50  # names with a word: rare up to the first number, common from the second


class Part(NamedTuple):
    """A word of one name, or words of both, with what they add or subtract: `effect` is a share of
    the score (0-1), `likeness` is 0-1, `weight` is points."""

    asked: str
    listed: str
    likeness: float
    weight: float  # points it can add at most
    effect: float
    holders: int = 0  # listed names that hold it
    initial: bool = False

    def described(self) -> dict[str, Any]:
        """The part as an object `{asked, listed, likeness, weight, effect}`, for the audit log."""
        return {
            "asked": self.asked,
            "listed": self.listed,
            "likeness": round(self.likeness, 3),
            "weight": round(self.weight, 2),
            "effect": round(self.effect, 4),
        }

    def sentence(self) -> str:
        """The part as a sentence, for reviewers."""
        if not self.listed:
            return f'"{self.asked}" does not stand in the list'
        if not self.asked:
            return f'"{self.listed}" stands in the list only'
        if self.initial:
            return f'"{self.asked}" may be an initial: "{self.listed}"'
        return f"{self._likeness()}, {self._rarity()}"

    def _likeness(self) -> str:
        if self.asked == self.listed:
            return f'"{self.asked}" is the same'
        if self.asked.replace(" ", "") == self.listed.replace(" ", ""):
            return f'"{self.asked}" is "{self.listed}", written with other blanks'
        if self.likeness >= 0.955:
            return f'"{self.asked}" and "{self.listed}" are spellings of one word'
        unlike = max(1, round((1 - self.likeness) * max(len(self.asked), len(self.listed))))
        much = {1: "in about one letter", 2: "in about two letters"}.get(unlike, "more")
        return f'"{self.asked}" and "{self.listed}" differ {much}'

    def _rarity(self) -> str:
        if self.holders <= RARE:
            return "rare in the list"
        return "common in the list" if self.holders >= USUAL else "not common in the list"


BIRTHS = {
    births.SAME_DAY: "born the same day",
    births.JANUARY: "both born on a first of January, which often stands for an unknown day",
    births.SWAPPED: "born the same day if day and month are exchanged",
    births.MONTH: "born in the listed month",
    births.YEAR: "born in the listed year",
    births.YEARS: "born within the listed years",
    births.FIRST: "the same year; a first of January often stands for an unknown day",
    births.ONE_PART: "the birth dates differ in one part only",
    births.EDGE: "born near the listed years",
    births.NEXT: "born in the year before or after",
    births.SAME_YEAR: "born in the same year, on another day",
    births.OTHER: "the birth dates differ",
}
RULES = {
    "weak_alias": "the list calls this name a weak alias",
    "other_words": "each side has words that the other has not",
    "one_word": "only one word of several fits",
    "another_word": "no birth date says that it is the same person under another name",
    "part_of_name": "every word of one name stands in the other, and no birth date was asked for",
    "same_day": "but hardly anybody born that very day shares a rare word by chance",
    "part_of_syllables": "in a script of syllables, and not the whole name",
    "other_order": "a language without family names, and the words stand in another order",
    "alias_of_syllables": "a weak alias of few syllables, and no birth date speaks for the person",
    "few_syllables": "syllables are few, so that the name does not outweigh the birth date",
    "another_syllable": "another syllable is another name, and no birth date says otherwise",
    "namesake": "every word but a father's name fits, and no birth date speaks against it",
}
KINDS = {"organisation": "an organisation", "vessel": "a ship", "aircraft": "an aircraft"}


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry similar to the person, with a score of 0-1.

    `name_score`: the sum of the parts and rules, without the birth date; not capped. `birth`: a key
    of `births.POINTS`. `rules`: rule -> what it adds to the score.
    """

    entry: Listed
    name: str
    score: float
    name_score: float
    birth: str
    parts: tuple[Part, ...]
    rules: dict[str, float]

    @property
    def entry_id(self) -> str:
        """The id of the entry in its list."""
        return self.entry.entry_id

    def described(self) -> dict[str, Any]:
        """The listed data and the explanation, for the audit log and reviewers: an object that JSON
        can hold, with scores of 0-1 rounded to four digits."""
        return {
            "list": self.entry.source,
            "topic": self.entry.topic,
            "kind": self.entry.kind,
            "entryId": self.entry.entry_id,
            "name": self.name,
            "score": round(self.score, 4),
            "nameScore": round(self.name_score, 4),
            "birthDate": self.birth,
            "birthEffect": round(births.POINTS[self.birth] / WHOLE, 4),
            "listedBirthDates": [_told(birth) for birth in self.entry.births],
            "programmes": list(self.entry.programmes),
            "parts": [part.described() for part in self.parts],
            "rules": {rule: round(effect, 4) for rule, effect in self.rules.items()},
            "sentences": list(self.sentences()),
        }

    def sentences(self) -> Iterator[str]:
        """The reasons for the hit, as sentences for reviewers."""
        if self.entry.kind in KINDS:
            yield f"the listed one is {KINDS[self.entry.kind]}"
        for part in self.parts:
            yield part.sentence()
        for rule in self.rules:
            yield RULES[rule]
        if self.birth != births.UNKNOWN:
            yield BIRTHS[self.birth]
        elif not self.entry.births:
            yield "the list tells no birth date"
        else:
            yield "no birth date was asked for"
        if self.birth != births.UNKNOWN and any(birth.circa for birth in self.entry.births):
            yield "the list says that its date is approximate"


def _told(birth: Interval) -> str:
    text = birth.first if birth.exact else f"{birth.first} to {birth.last}"
    return f"about {text}" if birth.circa else text
