"""Search terms of cases.

A case stores no name, number or foreign id, only terms: keyed hashes of their words. Whoever knows
the word finds the case; whoever reads the table learns nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from anyascii import anyascii

from chalicelib.domain.records import plain_number
from chalicelib.domain.reviews.office import Due, Promise
from chalicelib.domain.reviews.review import ReviewCase

Hashed = Callable[..., str]
TERM = 16  # hexadecimal digits of a hash; a false find is a case too many to look at
LEAST = 4  # letters of an id from which its beginning finds it
MOST_WORDS = 12
NOBODY, ME = "nobody", "me"


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters, each once; single letters are left out, they match too
    much.
    """
    words = re.findall(r"[a-z0-9]{2,}", anyascii(name).lower())
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def terms_of(
    hashed: Hashed, names: tuple[str, ...], number_hash: str, external_id: str
) -> tuple[str, ...]:
    """The terms of a case of this person. `number_hash` comes from the document's record."""
    words = [word for name in names for word in name_words(name)]
    found = [hashed("name word", word)[:TERM] for word in dict.fromkeys(words)]
    if number_hash:
        found.append(number_hash[:TERM])
    if external_id:
        found.append(hashed("external id", external_id)[:TERM])
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Text:
    """A search text, as what it may be: the beginning of an id, a name, a document number, a
    foreign id.
    """

    typed: str
    together: frozenset[str]
    any_of: frozenset[str]

    def finds(self, case: ReviewCase) -> bool:
        """Whether the case matches: all words of a name, or one of the rest."""
        ids = (case.case_id, case.user_id)
        if len(self.typed) >= LEAST and any(one.startswith(self.typed) for one in ids):
            return True
        terms = frozenset(case.terms)
        return bool(self.together and self.together <= terms) or bool(self.any_of & terms)


def text(typed: str, hashed: Hashed) -> Text | None:
    """The parsed search text; None if it is empty."""
    plain = typed.strip()
    if not plain:
        return None
    words = frozenset(hashed("name word", word)[:TERM] for word in name_words(plain))
    number = plain_number(plain)
    others = [hashed("external id", plain)[:TERM]]
    if number:
        others.append(hashed("number", number)[:TERM])
    return Text(plain.lower(), words, frozenset(others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A filter; empty fields match everything."""

    text: Text | None = field(default=None, repr=False)
    reason: str = ""
    language: str = ""
    level: str = ""
    due: str = ""
    holder: str = ""
    mentioned: str = ""

    def takes(self, case: ReviewCase, reviewer: str, promise: Promise, now: datetime) -> bool:
        """Whether this case matches."""
        return all(self._answers(case, reviewer, promise, now))

    def _answers(
        self, case: ReviewCase, reviewer: str, promise: Promise, now: datetime
    ) -> Iterator[bool]:
        yield case.user_id != reviewer  # nobody learns from a list why they are looked at
        yield not self.reason or self.reason in case.reasons
        yield not self.language or self.language == case.language
        yield not self.level or self.level == case.level
        yield not self.holder or case.held_by(now) == (reviewer if self.holder == ME else "")
        yield not self.mentioned or reviewer in case.mentioned
        yield not self.due or promise.standing(case.opened_at, now) is Due(self.due)
        yield self.text is None or self.text.finds(case)
