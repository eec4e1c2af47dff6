"""Chips that a company's own app has read: believed if the issuing state signed them, and compared
with the document that was photographed. Nothing of them is kept but the outcome."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from chalicelib.domain.documents.chip import Verdict, differences, zone_of
from chalicelib.domain.documents.states import two_letters
from chalicelib.domain.errors import Conflict
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.ports import Audit, Clock, Store

#: What the log and the record call a chip whose data its state did not sign.
FORGED = "signature:chip"


class Authentication(Protocol):
    """Whether states signed what chips say."""

    def check(
        self, sod: bytes, groups: Mapping[int, bytes], states: Collection[str], today: date
    ) -> Verdict:
        """Whether one of these states signed these data groups; BadRequest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """`authentication` is None where no state's authority is trusted."""

    documents: Store[DocumentRecord]
    audit: Audit
    authentication: Callable[[], Authentication | None]
    now: Clock

    def take(self, verification: Verification, sod: bytes, group: bytes) -> str:
        """agrees, or differs. A chip that once differed is not made good by another one; a new
        picture of the document begins anew.

        BadRequest for what is no chip's; Conflict before the document was read, and where nobody
        who is trusted here signed.
        """
        document = self.documents.find(verification.verification_id)
        if document is None or document.missing:
            raise Conflict("send a picture of the document first", "document_missing")
        authentication = self.authentication()
        if authentication is None:
            raise Conflict("no state's authority is trusted here", "chip_unknown")
        today = self.now().date()
        zone = zone_of(group, today)
        states = two_letters(zone.issuing_state)
        verdict = authentication.check(sod, {1: group}, states, today)
        if verdict is Verdict.UNKNOWN:
            raise Conflict("no authority that is trusted here signed it", "chip_unknown")
        different = differences(document.fields, zone)
        if verdict is Verdict.FORGED:
            different = (*different, FORGED)
        before = tuple(d for d in document.differences if d.endswith(":chip"))
        different = tuple(dict.fromkeys((*before, *different)))
        others = tuple(d for d in document.differences if not d.endswith(":chip"))
        changed = replace(
            document,
            differences=(*others, *different),
            chip_agrees=not different,
            version=document.version + 1,
        )
        facts = {"verdict": verdict, "state": zone.issuing_state, "differences": list(different)}
        saving = self.documents.saving(changed)
        self.audit.write(verification.verification_id, "chip", facts, saving)
        return "differs" if different else "agrees"
