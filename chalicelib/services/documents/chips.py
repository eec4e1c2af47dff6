"""Data of chips, read by a company's own app: accepted if the issuing state signed them, and
compared with the photographed document. Only the outcome is stored."""

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

#: The outcome, in log and record, for data that the state did not sign.
FORGED = "signature:chip"


class Authentication(Protocol):
    """Verifies the signatures of states over chips' data (passive authentication)."""

    def check(
        self, sod: bytes, groups: Mapping[int, bytes], states: Collection[str], today: date
    ) -> Verdict:
        """Whether one of these states signed these data groups; BadRequest for malformed data."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """Takes the chip's data for a verification. `authentication`: None if no state is trusted."""

    documents: Store[DocumentRecord]
    audit: Audit
    authentication: Callable[[], Authentication | None]
    now: Clock

    def take(self, verification: Verification, sod: bytes, group: bytes) -> str:
        """`agrees` or `differs`. After a difference, another chip's data do not help; a new picture
        of the document starts again.

        BadRequest for malformed data; Conflict before the document was read, and if no trusted
        authority signed.
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
