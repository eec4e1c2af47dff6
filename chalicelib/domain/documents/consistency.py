"""What a document's number says of its holder, where the issuer builds it so.

A number that says another birth or name is a forger's oversight, or a misread number: either way
a human looks. The layout of British driver numbers is public; its last two characters are not
checked, for their rule is not.
"""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.domain.documents import national
from chalicelib.domain.documents.aamva import Code
from chalicelib.domain.documents.spelling import spellings, tokens

_BRITISH = re.compile(r"([A-Z9]{5})(\d)([0156]\d)([0-3]\d)(\d)[A-Z9]{2}[A-Z0-9]{3}")


def british(number: str, name: str, birth: date) -> Iterator[str]:
    """`documentNumber:birth` and `documentNumber:name` where a British driver number says another.

    Five letters of the surname (MAC is written MC, 9 fills up), decade, month (women's plus 50),
    day, year.
    """
    said = _BRITISH.fullmatch(number)
    if said is None:
        return
    letters, decade, month, day, year = said.groups()
    wanted = (f"{birth:%y}"[0], birth.month, birth.day, f"{birth:%y}"[1])
    if (decade, int(month) % 50, int(day), year) != wanted:
        yield "documentNumber:birth"
    # The surname may have several words, and stands last in a name.
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
    """`issuer:barcode` where a code's header names another state than its data."""
    if code.issuer and code.state and code.issuer != code.state:
        yield "issuer:barcode"
