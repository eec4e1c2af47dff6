"""Who follows the moves of verifications: one line each (chalicelib/services/consequences)."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.domain.events.verification_events import VerificationMoved, moved_event
from chalicelib.services.consequences.company import CompanyIsTold
from chalicelib.services.consequences.metrics import MovesAreCounted
from chalicelib.services.consequences.registry import Registry
from chalicelib.services.consequences.reviewers import ReviewersAreCalled
from chalicelib.services.consequences.workflow import WorkflowGoesOn
from chalicelib.wiring.cases import applicant, onboarding, once, verifications
from chalicelib.wiring.feeds import backends_are_told
from chalicelib.wiring.outside import messages, users, verification_events
from chalicelib.wiring.stores import verification_store
from chalicelib.wiring.vendors import outbound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


@cache
def registry() -> Registry:
    """Writes where people stand to the registry."""
    return Registry(users())


#: Function -> what it does with a move. `follow-metrics` counts, which only a door can.
FOLLOWERS: "Mapping[str, Callable[[VerificationMoved], None]]" = {
    "follow-registry": lambda moved: registry().follow(moved),
    "follow-workflow": lambda moved: WorkflowGoesOn(verifications(), onboarding()).follow(moved),
    "follow-reviewers": lambda moved: ReviewersAreCalled(messages(), once()).follow(moved),
    "follow-applicant": lambda moved: applicant().follow(moved),
    "follow-events": lambda moved: backends_are_told().follow(moved),
    "follow-company": lambda moved: CompanyIsTold(outbound(), once()).follow(moved),
}


def counted() -> MovesAreCounted:
    """Counts each move once."""
    return MovesAreCounted(once())


def catch_up(user_id: str) -> None:
    """The registry's row of somebody who moved before they had one."""
    person = verifications().person(user_id)
    named = person.standing().verification_id
    if named:
        registry().catch_up(person, verification_store().find(named))


def publish(before: "Mapping[str, Any] | None", after: "Mapping[str, Any]") -> str:
    """Tells the bus of a changed row of the table, if it moved; the event's type or nothing."""
    from chalicelib.adapters import codec
    from chalicelib.domain.verifications.verification import Verification

    old = codec.decode(Verification, dict(before)) if before else None
    moved = moved_event(old, codec.decode(Verification, dict(after)))
    if moved is None:
        return ""
    verification_events().publish(moved.kind, moved.detail())
    return moved.kind
