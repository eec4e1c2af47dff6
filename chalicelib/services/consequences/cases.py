"""Makes a waiting case searchable by keyed terms of its applicant, without storing their name, and
assigns it to a reviewer by the rules of assignment."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain.applicants.applicant import Applicant, is_applicant, mode_of
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.errors import Conflict
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.languages import language_of
from chalicelib.domain.records import DocumentRecord
from chalicelib.domain.reviews.finding import terms_of
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.reviews.rules import Rule, assigned
from chalicelib.domain.verifications.verification import State
from chalicelib.services.ports import Audit, Clock, Identity, Store
from chalicelib.services.verifications.verifications import CHANGED, TRIES


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesAreFound:
    """Stores the applicant's language and the search terms with the case, and assigns it."""

    cases: Store[ReviewCase]
    documents: Store[DocumentRecord]
    profiles: Store[Profile]
    applicants: Store[Applicant]
    identity: Identity
    audit: Audit
    hashed: Callable[..., str]
    rules: tuple[Rule, ...]
    now: Clock

    def follow(self, event: VerificationMoved) -> None:
        """Indexes and assigns the case of this move. Idempotent."""
        if event.state is not State.NEEDS_REVIEW or event.mode != "live":
            return
        case = self.cases.find(event.verification_id)
        if case is None:
            return  # erased
        terms, language = self._terms(case), self._language(case.user_id)

        for _ in range(TRIES):
            before = self.cases.get(case.case_id)
            found = replace(before, terms=terms, language=language)
            ruled = found.ruled(assigned(self.rules, found), self.now())
            if ruled == before or self._kept(before, replace(ruled, version=before.version + 1)):
                return
        raise Conflict("too many changes at once", CHANGED)

    def _kept(self, before: ReviewCase, after: ReviewCase) -> bool:
        """Stores the case and the audit entry of its assignment in one transaction; False if the
        case was changed meanwhile."""
        try:
            if after.held_until == before.held_until:
                self.cases.save(after)
                return True
            facts = {"by": "rule", "to": after.holder}
            kept = self.cases.saving(after, CHANGED)
            self.audit.write(after.case_id, "assigned", facts, kept)
        except Conflict as lost:
            if lost.code != CHANGED:
                raise
            return False
        return True

    def _terms(self, case: ReviewCase) -> tuple[str, ...]:
        document, profile = self.documents.find(case.case_id), self.profiles.find(case.user_id)
        names = (
            profile.full_name if profile else "",
            document.value("name") if document else "",
        )
        external = self._applicant(case.user_id)
        return terms_of(
            self.hashed,
            names,
            document.number_hash if document else "",
            external.external_user_id if external else "",
        )

    def _language(self, user_id: str) -> str:
        applicant = self._applicant(user_id)
        if applicant:
            return language_of(applicant.locale)
        account = None if is_applicant(user_id) else self.identity.find(user_id)
        return language_of(account.language) if account else ""

    def _applicant(self, user_id: str) -> Applicant | None:
        return self.applicants.find(mode_of(user_id), user_id) if is_applicant(user_id) else None
