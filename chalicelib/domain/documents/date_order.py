"""Day first or month first: one order for all dates of a document, where there is evidence for it.

Evidence, in this order: a printed date that can only be read one way, the issuing state, a date in
the zone or the barcode, the language of the labels, the profile's birth date. Without evidence, a
date that can be read two ways stays ambiguous.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.documents import dates
from chalicelib.domain.documents.dates import MONTH_FIRST_STATES, Kind

BOTH_ORDERS = frozenset({"CAN", "PHL"})
"""States whose documents are printed in more than one order."""


@dataclass(frozen=True, slots=True)
class Hints:
    """The evidence: issuing state, languages of the labels, dates known from elsewhere."""

    issuer: str = ""
    languages: frozenset[str] = frozenset()
    known: tuple[date, ...] = ()
    claimed: date | None = None


def month_first(
    printed: Sequence[tuple[Kind, str]], lines: Iterable[str], hints: Hints, today: date
) -> bool | None:
    """True if the document's dates are month-first, False if day-first, None without evidence."""
    texts = [*(text for _, text in printed), *lines]
    proven = {order for text in texts if (order := dates.order_of(text)) is not None}
    if proven:
        return proven.pop() if len(proven) == 1 else None
    if hints.issuer and hints.issuer not in BOTH_ORDERS:
        return hints.issuer in MONTH_FIRST_STATES
    settled = _by_known(printed, hints.known, today)
    if settled is None and hints.languages - {"en", "aamva", "fr"}:
        return False
    if settled is None and "fr" in hints.languages and hints.issuer not in BOTH_ORDERS:
        return False
    if settled is None and hints.claimed:
        return _by_known(printed, (hints.claimed,), today)
    return settled


def _by_known(
    printed: Sequence[tuple[Kind, str]], known: Sequence[date], today: date
) -> bool | None:
    for kind, text in printed:
        read = dates.read(text, today, kind)
        if read and read.ambiguous:
            if read.value in known:
                return False
            if any(other in known for other in read.alternatives):
                return True
    return None
