"""The one-time code sent by SMS: six digits, ten minutes, five tries, three sends an hour."""

import hashlib
import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import BadRequest, TooMany

DIGITS = 6
LIFETIME = timedelta(minutes=10)
TRIES = 5
SENDS = 3
WINDOW = timedelta(hours=1)
PROMPT = timedelta(minutes=1)
"""A first code that comes within this time counts from the sign-up that asked for it."""


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """The code itself is never stored, only its keyed hash.

    `awaited`: the first code is still to come, and stands among `sends` already; `number`: a keyed
    hash of the telephone number, by which codes and tries are counted.
    """

    onboarding_id: str
    code_hash: str
    valid_until: datetime
    sends: tuple[str, ...]
    expires_at: datetime
    tries: int = 0
    version: int = 1
    awaited: bool = False
    number: str = field(default="", repr=False)


def digest(pepper: bytes, onboarding_id: str, code: str) -> str:
    """Keyed hash (HMAC-SHA256, hex) that binds a code to its onboarding."""
    return hmac.new(pepper, f"{onboarding_id}:{code}".encode(), hashlib.sha256).hexdigest()


def awaited(onboarding_id: str, number: str, now: datetime) -> PhoneCode:
    """The record of a first code that is on its way from the moment of the sign-up: tries, sends
    and the end of its life count from there, whoever makes the code, and whether one is made."""
    return PhoneCode(
        onboarding_id=onboarding_id,
        code_hash="",
        valid_until=now + LIFETIME,
        sends=(now.isoformat(),),
        expires_at=now + WINDOW + LIFETIME,
        awaited=True,
        number=number,
    )


def arrived(code: PhoneCode, code_hash: str, now: datetime) -> PhoneCode:
    """The record of an awaited code that is being sent now."""
    prompt = now < datetime.fromisoformat(code.sends[0]) + PROMPT
    return replace(
        code,
        code_hash=code_hash,
        valid_until=code.valid_until if prompt else now + LIFETIME,
        expires_at=now + WINDOW + LIFETIME,
        awaited=False,
        version=code.version + 1,
    )


def overtaken(code: PhoneCode) -> bool:
    """Whether its owner asked for another code, and got it, before the awaited one came."""
    return code.awaited and len(code.sends) > 1


def issue(before: PhoneCode | None, onboarding_id: str, code_hash: str, now: datetime) -> PhoneCode:
    """The record of a newly sent code; TooMany after three sends within an hour."""
    recent = tuple(
        at for at in (before.sends if before else ()) if datetime.fromisoformat(at) > now - WINDOW
    )
    if len(recent) >= SENDS:
        wait = datetime.fromisoformat(recent[0]) + WINDOW - now
        raise TooMany(
            "three codes were sent within the hour; wait before asking again",
            "too_many_codes",
            retry_after=max(1, int(wait.total_seconds())),
        )
    return PhoneCode(
        onboarding_id=onboarding_id,
        code_hash=code_hash,
        valid_until=now + LIFETIME,
        sends=(*recent, now.isoformat()),
        expires_at=now + WINDOW + LIFETIME,
        version=before.version + 1 if before else 1,
        awaited=before.awaited if before else False,
        number=before.number if before else "",
    )


def following(before: PhoneCode, code_hash: str, first: bool, now: datetime) -> PhoneCode:
    """The record once this code is to be sent; TooMany. `first`: the workflow sends it. One that
    was overtaken is not sent: its record keeps the other hash and is awaited no longer.
    """
    if first and overtaken(before):
        return replace(before, awaited=False, version=before.version + 1)
    if first and before.awaited:
        return arrived(before, code_hash, now)
    return issue(before, before.onboarding_id, code_hash, now)


def unsent(code: PhoneCode, code_hash: str) -> PhoneCode:
    """The record once the code of this hash could not be sent: it does not count as one of the
    three; a first one is awaited as before. Unchanged if the next one was asked for already.
    """
    if code.code_hash != code_hash:
        return code
    if len(code.sends) == 1:
        return replace(code, awaited=True, version=code.version + 1)
    return replace(code, sends=code.sends[:-1], version=code.version + 1)


def tried(code: PhoneCode) -> PhoneCode:
    """The record after one more try; stored before the code is compared, so tries cannot race."""
    if code.tries >= TRIES:
        raise TooMany("five wrong codes; ask for a new one", "code_tries_exhausted")
    return replace(code, tries=code.tries + 1, version=code.version + 1)


def check(code: PhoneCode, code_hash: str, now: datetime) -> None:
    """Accepts the code or says what is wrong with it."""
    if now >= code.valid_until:
        raise BadRequest("the code has expired; ask for a new one", "code_expired")
    if not hmac.compare_digest(code.code_hash, code_hash):
        raise BadRequest("the code is wrong", "code_wrong")
