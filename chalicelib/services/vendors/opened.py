"""Which sessions were opened at vendors for a verification, kept with it and in the audit log."""

import json
from dataclasses import replace

from chalicelib.domain.vendors.vendor import VendorSession
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.verifications.verifications import Verifications

IN_HOUSE = "in_house"
NUMBER, NAMED = "vendorSessions", "vendorNames"


def sessions_of(verification: Verification) -> int:
    """How many were opened; the next one's number tells vendors a new session from a repetition."""
    return int(verification.evidence.get(NUMBER, "0"))


def vendor_sessions(verification: Verification) -> tuple[tuple[str, ...], ...]:
    """(provider, session, other names of it …) of every session that was ever opened for it."""
    kept = [tuple(map(str, one)) for one in json.loads(verification.evidence.get(NAMED, "[]"))]
    last = (verification.provider, verification.provider_session)
    return tuple(kept) if not last[1] or last in [one[:2] for one in kept] else (*kept, last)


def keep_session(
    verifications: Verifications, verification: Verification, session: VendorSession, number: int
) -> Verification:
    """The verification with its session, and the entry that says so, in one write. Once for a
    session; Conflict if somebody else changed the verification meanwhile."""
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
        verifications.store.save(opened)  # its first news came before its start had ended
        return opened
    saving = verifications.store.saving(opened)
    verifications.audit.write(opened.verification_id, "session_opened", facts, saving)
    return opened


def _with_session(
    verification: Verification, session: VendorSession, number: int
) -> dict[str, str]:
    """The evidence with how many sessions there were, and whose names who erases them needs."""
    found = {**verification.evidence, NUMBER: str(number)}
    return found if session.provider == IN_HOUSE else found | {NAMED: _named(verification, session)}


def _named(verification: Verification, session: VendorSession) -> str:
    """The sessions there were, and this one once, by all of its names; for who erases them."""
    this = (session.provider, session.session_id, *session.also_known_as)
    others = [one for one in vendor_sessions(verification) if one[:2] != this[:2]]
    return json.dumps([*others, this], separators=(",", ":"))
