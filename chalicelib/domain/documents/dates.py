"""Dates as identity documents print them.

`03/04/1985` is the third of April in most countries and the fourth of March in the United States.
`read` returns both readings. Callers who know the issuing state, the machine-readable zone, the
profile or another date of the document choose one (`DateRead.settle`, `order_of`). The century of a
two-digit year depends on the kind of date. Impossible days, and days that are no plausible birth or
expiry, are not read.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.documents import calendars
from chalicelib.domain.documents.calendars import gregorian
from chalicelib.domain.documents.months import misread_month, month_of, spelt_out

# Letters that OCR reads for digits; replaced only in words that have a digit.
_DIGIT_TWINS = str.maketrans("OoQDIlı|SsBZz", "0000111155822")
MONTH_FIRST_STATES = frozenset({"USA", "US", "FSM", "PLW", "MHL"})
OLDEST, LONGEST, OUTDATED = 125, 50, 50
"""Years: greatest age of a holder, greatest validity ahead, longest time since an expiry."""
ENDLESS = date(9999, 12, 31)
"""The expiry of a document that never expires."""
_ENDLESS_WORDS = re.compile(
    r"permanent|permanente|seumur hidup|unbefristet|unbegrenzt|lifetime|lifelong|indefinid|"
    r"indefinit|indeterminad|illimit|unlimited|vitalici|onbeperkt|tidsubegr|toistaiseksi|neomezen|"
    r"bez obmedzenia|trajno|bez roka|bezterminow|nieoznaczon|nelimitat|hatarido nelkul|бессрочн|"
    r"безстроков|безсрочн|neierobez|αοριστ|tahtajatu|neterminuot|suresiz|no expiry|does not expire|"
    r"长期|長期|ตลอดชีพ|دائم|ללא הגבלה|khong thoi han|sans limite|sans expir|ilimitad|life.time|"
    r"dozivotn|доживотн|senza scadenza|onbepaald|obegransa|tillsvidare|永久|無期限|无期限|"
    r"no expiration|non.expiring|hatarozatlan|neurcit|neobmedz|nedetermin|pa afat|seumurhidup|"
    r"vo thoi han|dosmrtn|do odwolania|nieokreslon|varaktig|otimabund|sin vencimiento|no vence|"
    r"no caduca|sem validade|keine befrist|unbegr\b|ohne ablauf|dozivot"
)
_WHOLE_DATE = re.compile(r"\d\W+\w{1,10}\W+(?:19|20)\d\d|(?:19|20)\d\d\W\d{1,2}\W\d")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e|º|ª|o|a)", re.IGNORECASE)
_JOINED = re.compile(r"(\d{1,2})?([^\W\d_]{2,})(\d{4}|\d{2})?")
_SEX_BEHIND = re.compile(r"((?:19|20)\d{2})(?:4[a-d]|[A-ZÀ-Þ][^\W\d_]*)")
"""Text that OCR joined to the year of a date: 1985M, 1993ISS, 20214c."""
_YEAR_FIRST = re.compile(r"^\s*(\d{4})[./ -]?(\d{2}|[Xx*]{2})(?:[./ -]?(?:00|[Xx*]{2}))?\s*$")
_LOST = ((2, 6), (4, 4), (6, 2))
"""Lengths of the two parts of a date in which OCR lost one separator: 07 041977."""
_SMALL_WORDS = frozenset(
    {"de", "del", "of", "the", "le", "den", "di", "do", "thang", "tháng", "nam", "năm"}
)


class Kind(StrEnum):
    """The kind of date, which determines the century of a two-digit year."""

    BIRTH = "birth"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class DateRead:
    """One printed date. `value` is the more likely reading, `alternatives` are the others."""

    value: date
    alternatives: tuple[date, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """True if day and month can be swapped."""
        return bool(self.alternatives)

    def settle(self, known: date | None) -> "DateRead":
        """The reading that agrees with a date known from elsewhere; itself if none does."""
        if known is not None and known in (self.value, *self.alternatives):
            return DateRead(known)
        return self


def century(two_digits: int, kind: Kind, today: date) -> int:
    """The full year of a two-digit one: a birth is in the past, an expiry within 50 years.

    ICAO 9303-3 leaves the century to the reader. A person over a hundred is read as a child; the
    birth date then differs from the profile, and a reviewer decides.
    """
    year = today.year - today.year % 100 + two_digits
    if kind is Kind.BIRTH:
        return year if year <= today.year else year - 100
    if year > today.year + LONGEST:
        return year - 100
    return year + 100 if year < today.year - OUTDATED else year


def real(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plausible(day: date, kind: Kind, today: date) -> bool:
    """Whether the day can be a birth (0 to 125 years ago) or an expiry (50 years either way)."""
    years = today.year - day.year
    if kind is Kind.BIRTH:
        return day <= today and years <= OLDEST
    return day == ENDLESS or -LONGEST <= years <= OUTDATED


def endless(text: str) -> bool:
    """Whether a printed expiry means "never": PERMANENTE, SEUMUR HIDUP, 01.01.9999."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("đ", "d").replace("ł", "l"))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    if re.search(r"(?<!\d)9999(?!\d)|(?<!\d)99\W99\W99(?!\d)", folded):
        return True
    return bool(_ENDLESS_WORDS.search(folded)) and not _WHOLE_DATE.search(folded)


@dataclass(frozen=True, slots=True)
class _Token:
    """A number (`digits`), a month's name (`month`), or neither."""

    digits: str = ""
    month: int = 0
    brief: bool = False
    """Whether the month's name has only two letters."""


def _ascii_digits(text: str) -> str | None:
    """The text with the decimal digits of all scripts as 0-9; None if it has others (①, ²)."""
    out = []
    for char in text:
        if char.isdecimal():
            out.append(str(unicodedata.decimal(char)))
        elif char.isdigit() or (char.isnumeric() and not char.isalpha()):
            return None
        else:
            out.append(char)
    return "".join(out)


def _tokens(text: str) -> list[_Token]:
    text = spelt_out(re.sub(r"(?<=年)[(（][^)）]{2,8}[)）]", " ", text))
    text = re.sub("[年月日년월일]", " ", text)
    found: list[_Token] = []
    for word in re.findall(r"[^\W_]+", text):
        if word.lower() not in _SMALL_WORDS:
            found.extend(_parts(word))
    return _rejoined(found)


def _rejoined(tokens: list[_Token]) -> list[_Token]:
    """Joins the four parts of a date of which OCR split one: 12 APR 19 85, 1 2.04.1985."""
    if len(tokens) != 4:
        return tokens
    one, two, three, four = (token.digits for token in tokens)
    if three in ("19", "20") and len(four) == 2 and (two or tokens[1].month):
        return [*tokens[:2], _Token(digits=three + four)]
    whole = len(one) == len(two) == 1 and len(four) == 4 and 10 <= int(one + two) <= 31
    return [_Token(digits=one + two), *tokens[2:]] if whole else tokens


def _parts(word: str) -> list[_Token]:
    """A word as tokens: `12APR1985` holds three, `1er` and `l2` one number, `0CT` one month."""
    if word.isdecimal():
        return [_Token(digits=word)]
    if month := month_of(word):
        return [_Token(month=month, brief=len(word) < 3)]
    if not any(c.isdecimal() for c in word):
        return [_Token()]
    if ordinal := _ORDINAL.fullmatch(word):
        return [_Token(digits=ordinal[1])]
    joined = _JOINED.fullmatch(word)
    if joined and _is_label(joined):
        return [_Token(), _Token(digits=joined[3])]
    if joined and (month := month_of(joined[2])):
        day, _, year = joined.groups()
        parts = [_Token(digits=day or ""), _Token(month=month), _Token(digits=year or "")]
        return [part for part in parts if part.month or part.digits]
    if month := misread_month(word):
        return [_Token(month=month)]
    if glued := _SEX_BEHIND.fullmatch(word):
        return [_Token(digits=glued[1]), _Token()]
    digits = word.translate(_DIGIT_TWINS)
    return [_Token(digits=digits) if digits.isdecimal() else _Token()]


def _is_label(joined: re.Match[str]) -> bool:
    """Whether this is the end of a label joined to a date: "birth27", "jusqu'au03" (not August)."""
    day, word, year = joined.groups()
    return not day and bool(year) and (len(word) == 2 or not month_of(word)) and len(word) != 3


def _year(number: str, kind: Kind, today: date) -> int | None:
    if len(number) == 4:
        return int(number)
    return century(int(number), kind, today) if len(number) == 2 else None


class _Reader:
    """Reads windows of tokens as dates of one kind."""

    def __init__(self, today: date, kind: Kind, state: str, month_first: bool) -> None:
        self.today, self.kind, self.state, self.month_first = today, kind, state, month_first

    def day(self, year: int | None, month: int, day: int, short: bool = False) -> date | None:
        """The Gregorian date, or None if it is implausible for this kind of date.

        `short`: the year has two digits, so a birth in the future was a century earlier.
        """
        if year is None:
            return None
        found = real(year, month, day)
        if short and found and self.kind is Kind.BIRTH and found > self.today:
            found = real(year - 100, month, day)
        if found is None or not plausible(found, self.kind, self.today):
            found = gregorian(year, month, day, self.state)
        return found if found and plausible(found, self.kind, self.today) else None

    def named(self, window: Sequence[_Token]) -> DateRead | None:
        """Reads 12 APR 1985, APR 12 1985 or 1985 APR 12, with the month in one or two languages."""
        months = {token.month for token in window if token.month}
        numbers = [token.digits for token in window if token.digits]
        if len(window) == 3 and window[0].month and window[0].brief:
            return None  # "au" between two dates is French for "to", not August
        if len(months) != 1 or len(numbers) != 2 or any(len(n) not in (1, 2, 4) for n in numbers):
            return None
        first, second = numbers
        if len(first) == 4:
            first, second = second, first
        if len(first) > 2:
            return None
        year = _year(second, self.kind, self.today)
        found = self.day(year, months.pop(), int(first), len(second) == 2)
        return DateRead(found) if found else None

    def numeric(self, numbers: Sequence[str]) -> DateRead | None:
        """Reads three numbers, of which the first or the last is the year."""
        if any(not n or len(n) > 4 for n in numbers):
            return None
        if len(numbers[0]) == 4 and len(numbers[1]) <= 2 and len(numbers[2]) <= 2:
            found = self.day(int(numbers[0]), int(numbers[1]), int(numbers[2]))
            return DateRead(found) if found else None
        year = _year(numbers[2], self.kind, self.today)
        if year is None or len(numbers[0]) > 2 or len(numbers[1]) > 2:
            return None
        a, b = int(numbers[0]), int(numbers[1])
        short = len(numbers[2]) == 2
        day_first = [self.day(year, b, a, short), self.day(year, a, b, short)]
        return _distinct(reversed(day_first) if self.month_first else day_first)

    def windows(self, tokens: Sequence[_Token]) -> list[DateRead]:
        """Every date in the tokens, in order; those with four-digit years come first."""
        found: list[tuple[bool, int, DateRead]] = []
        start = 0
        while start < len(tokens):
            size, read = self._at(tokens, start)
            if read:
                whole = size == 2 or any(
                    len(t.digits) in (4, 8) for t in tokens[start : start + size]
                )
                found.append((not whole, start, read))
            start += size if read else 1
        whole_years = [read for short, _, read in found if not short]
        return whole_years or [read for _, _, read in found]

    def _at(self, tokens: Sequence[_Token], start: int) -> tuple[int, DateRead | None]:
        """(tokens used, the date that begins here)."""
        for size in (4, 3):
            window = tokens[start : start + size]
            months = sum(1 for t in window if t.month)
            usable = len(window) == size and all(t.month or t.digits for t in window)
            if usable and months == size - 2 and (read := self.named(window)):
                return size, read
        window = tokens[start : start + 3]
        if len(window) == 3 and not any(t.month for t in window):
            year_last = len(window[2].digits) == 4 or len(window[0].digits) == 4
            later = tokens[start + 1 : start + 4]
            better = len(later) == 3 and len(later[2].digits) == 4 and not year_last
            numbers = [t.digits for t in window]
            if not better and (read := self.numeric(numbers)):
                return 3, read
        two = [token.digits for token in tokens[start : start + 2]]
        if tuple(map(len, two)) in _LOST and (read := self._solid("".join(two))):
            return 2, read
        if len(two[0]) == 8:
            return 1, self._solid(two[0])
        return 1, None

    def _solid(self, digits: str) -> DateRead | None:
        """Reads eight digits: the year is first if that is a plausible year, otherwise last."""
        year_first = self.numeric([digits[:4], digits[4:6], digits[6:]])
        return year_first or self.numeric([digits[:2], digits[2:4], digits[4:]])


def _distinct(found: Iterable[date | None]) -> DateRead | None:
    unique = tuple(dict.fromkeys(d for d in found if d is not None))
    return DateRead(unique[0], unique[1:]) if unique else None


def read(
    text: str,
    today: date,
    kind: Kind = Kind.BIRTH,
    issuing_state: str = "",
    month_first: bool | None = None,
) -> DateRead | None:
    """The date in a printed value, or None if it has none of that kind.

    Reads ISO, 12.04.1985, 12/04/85, 12 APR 1985, 12APR/AVR85, April 12, 1985, 1er janvier 1985,
    1985年04月12日, also within a longer text (the first one), and the end of a period of validity.
    Dates with dots are never month-first. For dates with slashes the order follows from
    `issuing_state` (ISO alpha-2 or -3) or from `month_first`, known from other dates.
    """
    digits = _ascii_digits(text)
    if digits is None:
        return None
    if said := calendars.in_words(digits):
        return DateRead(said) if plausible(said, kind, today) else None
    dotted = re.search(r"\d\s*\.\s*\d", digits) is not None
    american = issuing_state.upper() in MONTH_FIRST_STATES if month_first is None else month_first
    found = _Reader(today, kind, issuing_state, american and not dotted).windows(_tokens(digits))
    if not found:
        return None
    chosen = max(found, key=lambda one: one.value) if kind is Kind.EXPIRY else found[0]
    settled = bool(issuing_state) or dotted or month_first is not None
    return DateRead(chosen.value) if settled else chosen


def order_of(text: str) -> bool | None:
    """True if a date can only be month-first, False if only day-first, None if it can be both."""
    proven = re.search(
        r"(?<!\d)(\d{1,2})\s?([./ -])\s?(\d{1,2})\s?\2\s?(?:\d{4}|\d{2})(?!\d)", text
    )
    if not proven:
        return None
    first, second = int(proven[1]), int(proven[3])
    if first > 31 or second > 31 or not first or not second or (first > 12) == (second > 12):
        return None
    return second > 12


def partial(text: str, today: date) -> str:
    """A birth date printed without day or month, as "1974" or "1974-08"; otherwise empty."""
    text = _YEAR_FIRST.sub(r"\2-\1", text)
    known = re.fullmatch(
        r"\D*(?:(?:[Xx*]{2}|00)[./ -])?(?:([Xx*]{2}|\d{2})[./ -])?(\d{4})\D*", text
    )
    if not known or _ascii_digits(text) != text:
        return ""
    year, month = int(known[2]), known[1] or ""
    if not today.year - OLDEST <= year <= today.year:
        return ""
    return f"{year}-{month}" if month.isdigit() and 1 <= int(month) <= 12 else f"{year}"


def age(birth: date, today: date) -> int:
    """The age in full years. In common years, a birthday on 29 February counts on 1 March."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def expired(expiry: date, today: date) -> bool:
    """Whether the last day of validity has passed; the document is valid through that day."""
    return expiry < today
