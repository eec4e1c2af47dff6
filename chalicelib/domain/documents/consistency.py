"""Document numbers that are built from the holder's data or have a check digit.

A number that contradicts the name or the birth date is a forger's mistake or was misread; either
way a reviewer decides. The layout of British driver numbers is public, except for the rule of the
last two characters, which are not checked.
"""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.domain.documents import national
from chalicelib.domain.documents.aamva import Code
from chalicelib.domain.documents.spelling import spellings, tokens

_BRITISH = re.compile(r"([A-Z9]{5})(\d)([0156]\d)([0-3]\d)(\d)[A-Z9]{2}[A-Z0-9]{3}")


def british(number: str, name: str, birth: date) -> Iterator[str]:
    """`documentNumber:birth` and `documentNumber:name` where a British driver number differs.

    Layout: five letters of the surname (MAC as MC, padded with 9), decade, month (plus 50 for
    women), day, last digit of the year.
    """
    said = _BRITISH.fullmatch(number)
    if said is None:
        return
    letters, decade, month, day, year = said.groups()
    wanted = (f"{birth:%y}"[0], birth.month, birth.day, f"{birth:%y}"[1])
    if (decade, int(month) % 50, int(day), year) != wanted:
        yield "documentNumber:birth"
    # A surname is the end of the name and may have several words.
    words = ["".join(spellings(word)[:1]) for word in tokens(name)]
    endings = ["".join(words[start:]) for start in range(len(words))]
    known = {_letters(re.sub(r"^MAC", "MC", ending)) for ending in endings}
    known |= {_letters(ending) for ending in endings}
    if letters not in known:
        yield "documentNumber:name"


def _letters(surname: str) -> str:
    return surname[:5].ljust(5, "9")


def check_digit(number: str, issuing: str) -> Iterator[str]:
    """`documentNumber:check` where a national number's check digit does not hold."""
    if national.wrong(number, issuing):
        yield "documentNumber:check"


def issuer(code: Code) -> Iterator[str]:
    """`issuer:barcode` if a code's header and its data name different states."""
    if code.issuer and code.state and code.issuer != code.state:
        yield "issuer:barcode"
