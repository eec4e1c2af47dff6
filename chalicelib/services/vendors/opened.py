"""The sessions opened at vendors for a verification, stored with it and in the audit log."""

import json
from dataclasses import replace

from chalicelib.domain.vendors.vendor import VendorSession
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.verifications.verifications import Verifications

IN_HOUSE = "in_house"
NUMBER, NAMED = "vendorSessions", "vendorNames"


def sessions_of(verification: Verification) -> int:
    """The number of sessions opened; the next number tells a new session from a repetition."""
    return int(verification.evidence.get(NUMBER, "0"))


def vendor_sessions(verification: Verification) -> tuple[tuple[str, ...], ...]:
    """(provider, session id, other ids …) of every session ever opened for the verification."""
    kept = [tuple(map(str, one)) for one in json.loads(verification.evidence.get(NAMED, "[]"))]
    last = (verification.provider, verification.provider_session)
    return tuple(kept) if not last[1] or last in [one[:2] for one in kept] else (*kept, last)


def keep_session(
    verifications: Verifications, verification: Verification, session: VendorSession, number: int
) -> Verification:
    """Stores the verification's session and its audit entry in one transaction. Idempotent per
    session; Conflict if the verification was changed meanwhile."""
    opened = replace(
        verification.changed(verifications.now()),
        provider=session.provider,
        provider_session="" if session.provider == IN_HOUSE else session.session_id,
        evidence=_with_session(verification, session, number),
    )
    facts = {"provider": session.provider, "session": session.session_id, "number": number}
    if (verification.provider, verification.provider_session) == (
        opened.provider,
        facts["session"],
    ):
        verifications.store.save(opened)  # its first event came before its start was stored
        return opened
    saving = verifications.store.saving(opened)
    verifications.audit.write(opened.verification_id, "session_opened", facts, saving)
    return opened


def _with_session(
    verification: Verification, session: VendorSession, number: int
) -> dict[str, str]:
    """The evidence with the number of sessions and their ids, which an erasure needs."""
    found = {**verification.evidence, NUMBER: str(number)}
    return found if session.provider == IN_HOUSE else found | {NAMED: _named(verification, session)}


def _named(verification: Verification, session: VendorSession) -> str:
    """The earlier sessions and this one, each once, with all ids; an erasure needs them."""
    this = (session.provider, session.session_id, *session.also_known_as)
    others = [one for one in vendor_sessions(verification) if one[:2] != this[:2]]
    return json.dumps([*others, this], separators=(",", ":"))
