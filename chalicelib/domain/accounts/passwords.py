"""Which passwords are taken: the pool's rules, and what anybody would try first.

The rules are asked here, before anything else, because the pool applies them only where it has to
do with the password: whether an address has an account would be told by a weak one.

A password is guessed in pieces: a common word, a row of the keyboard, the alphabet, a year, one's
own address. Taken away, what is left must still be something to guess.
"""

import re
from collections.abc import Iterator

OUTSIDE_THE_RULES = "the password needs 12 characters with upper and lower case and a digit"
SHORTEST = 12
"""The least that the user pool takes (`password_length` of infra/modules/identity)."""
EASILY_GUESSED = "this password is among the first that are tried: take another one"
LEFT = 5
"""Letters, digits and signs that must be left; fewer are tried through in no time."""
LONGEST = 256
_LOOKS = str.maketrans("013457@$!|", "oieastasii")
_WORDS = """
    password passwort passw0rd pass welcome willkommen login admin administrator root user guest
    test testing temp changeme change secret default master letmein qwerty qwertz azerty iloveyou
    monkey dragon football baseball basketball soccer hockey sunshine princess superman
    batman spiderman
    starwars pokemon shadow michael jordan jennifer hunter killer trustno ninja mustang ferrari
    porsche harley flower cheese computer internet google facebook twitter linkedin amazon microsoft
    apple samsung android iphone summer winter spring autumn january february march april june july
    august september october november december monday tuesday wednesday thursday friday saturday
    sunday hello freedom whatever access money lovely angel jesus family forever chocolate banana
    orange purple yellow silver golden diamond london paris berlin athens newyork chelsea liverpool
    arsenal barcelona madrid company vestibule verification identity onboarding
"""
WORDS = tuple(sorted(set(_WORDS.split()), key=lambda word: (-len(word), word)))
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
    "azertyuiop", "qsdfghjklm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip
RUN = 4
"""Neighbours in a row, forwards or backwards, from which on they count as one piece."""
_YEAR = re.compile(r"(19|20)\d\d")
_REPEATED = re.compile(r"(.{1,4}?)\1{2,}")


# Cognito counts letters and digits of ASCII only, and takes no blank at either end (API reference,
# PasswordPolicyType, and the pattern of PasswordType).
_RULES = tuple(re.compile(rule) for rule in ("[a-z]", "[A-Z]", "[0-9]", r"\A\S.*\S\Z"))


def weakness(password: str, *own: str) -> str:
    """Why a password is not taken, for its owner to read; "" when it is. `own` is what others know
    of them."""
    if len(password) < SHORTEST or not all(rule.search(password) for rule in _RULES):
        return OUTSIDE_THE_RULES
    return EASILY_GUESSED if easily_guessed(password, *own) else ""


def easily_guessed(password: str, *own: str) -> bool:
    """Whether little is left of it without its common pieces; `own` is what others know of them."""
    text = password[:LONGEST].casefold()
    names = tuple(part for name in own for part in _parts(name))
    return any(len(_left(each, names)) < LEFT for each in (text, text.translate(_LOOKS)))


def _parts(name: str) -> Iterator[str]:
    """The pieces of an address or a name that are long enough to be recognised."""
    return (part for part in re.split(r"[^\w]+|_", name.casefold()) if len(part) > 3)


def _left(text: str, names: tuple[str, ...]) -> str:
    text = _REPEATED.sub(lambda found: found[1], text)
    for piece in (*names, *WORDS):
        text = text.replace(piece, "")
    text = _YEAR.sub("", text)
    for run in _runs(text):
        text = text.replace(run, "", 1)
    return re.sub(r"[\W_]", "", _REPEATED.sub(r"\1", text))


def _runs(text: str) -> Iterator[str]:
    """Pieces of rows, the longest first wherever one begins."""
    start = 0
    while start <= len(text) - RUN:
        longest = min(len(text) - start, max(map(len, _ROWS)))
        sizes = range(longest, RUN - 1, -1)
        length = next((n for n in sizes if _in_a_row(text[start : start + n])), 0)
        if length:
            yield text[start : start + length]
        start += length or 1


def _in_a_row(piece: str) -> bool:
    return any(piece in row or piece[::-1] in row for row in _ROWS)
