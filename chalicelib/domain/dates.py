"""Dates as identity documents print them: real days only, and an honest word when two fit.

`03/04/1985` is the third of April on most of the planet and the fourth of March in the United
States. `read` reports both; who knows the issuing state, the machine-readable zone or the profile
may choose (`DateRead.settle`). Two-digit years follow the century rule of the kind of date.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTHS = {
    1: "january janvier januar enero gennaio stycznia styczen janeiro januari jan jän jaenner ene"
    " gen sty",
    2: "february février fevrier februar febrero febbraio lutego luty fevereiro februari feb fév"
    " fev lut",
    3: "march mars märz maerz marzo marca marzec março maart mar mär mrz maa mrt",
    4: "april avril abril aprile kwietnia kwiecien apr avr abr kwi",
    5: "may mai mayo maggio maja maj maio mei mag",
    6: "june juin juni junio giugno czerwca czerwiec junho jun giu cze",
    7: "july juillet juli julio luglio lipca lipiec julho jul jui juil lug lip",
    8: "august août aout agosto sierpnia sierpien augustus aug aoû aou ago sie",
    9: "september septembre septiembre settembre wrzesnia wrzesien setembro sep sept set wrz",
    10: "october octobre oktober octubre ottobre pazdziernika pazdziernik outubro oct okt ott out"
    " paz",
    11: "november novembre noviembre listopada listopad novembro nov lis",
    12: "december décembre decembre dezember diciembre dicembre grudnia grudzien dezembro dec déc"
    " dez dic gru",
}
# Look-alikes an OCR engine puts among digits; applied only to words that already hold a digit.
_DIGIT_TWINS = str.maketrans("OoQDIlı|SsBZz", "0000111155822")
MONTH_FIRST_STATES = frozenset({"USA", "US", "FSM", "PLW", "MHL"})


class Kind(StrEnum):
    """What a date is for; decides the century of a two-digit year."""

    BIRTH = "birth"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class DateRead:
    """One printed date. `value` is the likelier reading; `alternatives` holds the others."""

    value: date
    alternatives: tuple[date, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """True if day and month could change places and still be a real date."""
        return bool(self.alternatives)

    def settle(self, known: date | None) -> "DateRead":
        """The reading that agrees with what is known elsewhere, if one does."""
        if known is not None and known in (self.value, *self.alternatives):
            return DateRead(known)
        return self


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("ł", "l"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_MONTH_OF = {_plain(w): n for n, words in _MONTHS.items() for w in words.split()}


def century(two_digits: int, kind: Kind, today: date) -> int:
    """The full year of a two-digit one: a birth lies in the past, an expiry within 50 years.

    Source: ICAO 9303-3 leaves the century to the reader. A person past a hundred reads as a child
    and then differs from the profile; that goes to a human, as it should.
    """
    year = today.year - today.year % 100 + two_digits
    if kind is Kind.BIRTH:
        return year if year <= today.year else year - 100
    if year > today.year + 50:
        return year - 100
    return year + 100 if year < today.year - 50 else year


def real(year: int, month: int, day: int) -> date | None:
    """The day, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text)
    return [w.translate(_DIGIT_TWINS) if re.search(r"\d", w) else w for w in words]


def _month_of(word: str) -> int | None:
    plain = _plain(word)
    return _MONTH_OF.get(plain) or (_MONTH_OF.get(plain[:3]) if len(plain) > 3 else None)


def _year(number: str, kind: Kind, today: date) -> int | None:
    if len(number) == 4:
        return int(number)
    return century(int(number), kind, today) if len(number) == 2 else None


def _distinct(found: Iterable[date | None]) -> DateRead | None:
    unique = tuple(dict.fromkeys(d for d in found if d is not None))
    return DateRead(unique[0], unique[1:]) if unique else None


def _with_month_name(words: list[str], kind: Kind, today: date) -> DateRead | None:
    months = [m for w in words if not w.isdigit() and (m := _month_of(w))]
    numbers = [w for w in words if w.isdigit()]
    if not months or len(set(months)) != 1 or len(numbers) != 2:
        return None
    first, second = numbers
    if len(first) == 4:
        first, second = second, first
    year = _year(second, kind, today)
    if year is None or len(first) > 2:
        return None
    return _distinct([real(year, months[0], int(first))])


def _with_numbers(
    numbers: list[str], kind: Kind, today: date, month_first: bool
) -> DateRead | None:
    if len(numbers) == 1 and len(numbers[0]) == 8:
        n = numbers[0]
        plausible = 1900 <= int(n[:4]) <= 2100
        numbers = [n[:4], n[4:6], n[6:]] if plausible else [n[:2], n[2:4], n[4:]]
    if len(numbers) != 3 or any(len(n) > 4 for n in numbers):
        return None
    if len(numbers[0]) == 4:
        return _distinct([real(int(numbers[0]), int(numbers[1]), int(numbers[2]))])
    year = _year(numbers[2], kind, today)
    if year is None or len(numbers[0]) > 2 or len(numbers[1]) > 2:
        return None
    a, b = int(numbers[0]), int(numbers[1])
    day_first = [real(year, b, a), real(year, a, b)]
    return _distinct(reversed(day_first) if month_first else day_first)


def read(
    text: str, today: date, kind: Kind = Kind.BIRTH, issuing_state: str = ""
) -> DateRead | None:
    """The date in a printed value, or None if no real day can be read.

    Reads ISO, 12.04.1985, 12/04/85, 12 APR 1985, 12 APR/AVR 85, April 12, 1985, 12 kwietnia 1985.
    Dotted dates are never month-first; `issuing_state` (ISO alpha-2 or -3) settles slashed ones.
    """
    words = _words(text)
    if any(not w.isdigit() for w in words) and (named := _with_month_name(words, kind, today)):
        return named
    numbers = [w for w in words if w.isdigit()]
    found = _with_numbers(numbers, kind, today, issuing_state.upper() in MONTH_FIRST_STATES)
    settled = bool(issuing_state) or re.search(r"\d\s*\.\s*\d", text)
    return DateRead(found.value) if found and settled else found


def age(birth: date, today: date) -> int:
    """Whole years lived. Born on 29 February: a year older on 1 March of a common year."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def expired(expiry: date, today: date) -> bool:
    """A document is good through its last day."""
    return expiry < today
