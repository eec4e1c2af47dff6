"""Questions that only people can answer and that another attempt of the person was asked.

A new attempt inherits them when it begins. An earlier one may be asked later, too: a vendor's word
may come when the next attempt is under way, or has been approved.
"""

from chalicelib.domain.applicants.person import Person
from chalicelib.domain.verifications.verification import CARRIED, State, Verification
from chalicelib.services.ports import Store


def asked_earlier(
    store: Store[Verification], person: Person, verification: Verification
) -> tuple[str, ...]:
    """The codes that earlier attempts were ever asked, since the last of them that was approved."""
    found: list[str] = []
    for attempt in sorted(person.attempts, key=lambda a: -a.number):
        if attempt.number < verification.attempt:
            if attempt.state is State.APPROVED:
                break
            found += [r for r in store.get(attempt.verification_id).reasons_ever if r in CARRIED]
    return tuple(dict.fromkeys(found))


def leaves_a_question(person: Person, verification: Verification) -> bool:
    """Whether this attempt has an unanswered question while a later one stands approved: nobody
    would inherit it.
    """
    later = (a for a in person.attempts if a.number > verification.attempt)
    return bool(verification.unanswered) and any(a.state is State.APPROVED for a in later)
