"""The composition root: every use case, built late from settings and an outside, kept for life.

Nothing runs at import. mypy proves here that every part fits; tests hand in another outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.application.captures import Captures

if TYPE_CHECKING:
    from chalicelib.domain.events.verification_events import VerificationMoved
    from chalicelib.services.applicants.passing import PassingApplicants
    from chalicelib.services.applicants.sandbox import Sandbox
    from chalicelib.services.applicants.verified import Verified
    from chalicelib.services.consequences.company import CompanyIsTold
    from chalicelib.services.consequences.metrics import MovesAreCounted
    from chalicelib.services.consequences.reviewers import ReviewersAreCalled
    from chalicelib.services.consequences.workflow import WorkflowGoesOn
    from chalicelib.services.levels.approvals import Approvals
    from chalicelib.services.levels.relationships import Relationships
    from chalicelib.services.ports import Bucket
    from chalicelib.services.privacy.audit_copies import AuditCopies
    from chalicelib.services.privacy.audit_trail import AuditTrail
    from chalicelib.services.privacy.erasure import Erasure, Records
    from chalicelib.services.privacy.privacy import Privacy
    from chalicelib.services.privacy.retention import Cleaning, Shredder
    from chalicelib.services.reviews.attachments import Attachments
    from chalicelib.services.reviews.desk import Desk
    from chalicelib.services.reviews.reviews import Reviews
    from chalicelib.services.reviews.two_person_rule import TwoPersonRule
    from chalicelib.services.verifications.sweeping import Sweeping
    from chalicelib.services.verifications.verdicts import Verdicts


class Application(Captures):
    """Every use case by its name."""

    # Verifications and reviews

    @cached_property
    def verdicts(self) -> Verdicts:
        """The applicant's view of a verification."""

        from chalicelib.services.verifications.verdicts import Verdicts

        return Verdicts(
            verifications=self.verifications,
            documents=self.outside.records.documents,
            sessions=self.outside.records.sessions,
            pinned=self.levels.pinned,
            engines=self.engines,
        )

    @cached_property
    def verified(self) -> Verified:
        """A backend's view of verifications."""

        from chalicelib.services.applicants.verified import Verified

        return Verified(
            verifications=self.verifications,
            verdicts=self.verdicts,
            documents=self.outside.records.documents,
            grounds=self.grounds,
            audit=self.outside.audit,
            pictures=self.document_pictures,
            liveness=self.liveness,
            external_id=self.external_id,
            level=self.levels.pinned,
        )

    @cached_property
    def sandbox(self) -> Sandbox:
        """Test mode."""

        from chalicelib.services.applicants.sandbox import Sandbox

        return Sandbox(
            verifications=self.verifications,
            profiles=self.outside.records.profiles,
            sessions=self.outside.records.sessions,
            pictures=self.document_pictures,
            scanner=self.outside.scanner,
            on_day=lambda verification, day: self.approvals.on_day(verification, day),
        )

    @cached_property
    def sweeping(self) -> Sweeping:
        """The safety net."""

        from chalicelib.services.verifications.sweeping import Sweeping

        return Sweeping(
            verifications=self.verifications,
            sessions=self.outside.records.sessions,
            documents=self.outside.records.documents,
            comparisons=self.outside.comparisons,
            read=self.reading.read,
            screening=self.screening,
            decisions=self.decisions,
            give_back=self.gestures.give_back,
            now=self.now,
        )

    @cached_property
    def approvals(self) -> Approvals:
        """What time and raised levels do to approvals."""

        from chalicelib.services.levels.approvals import Approvals

        return Approvals(
            verifications=self.verifications,
            levels=self.levels,
            marks=self.outside.records.marks,
            audit=self.outside.audit,
            now=self.now,
        )

    @cached_property
    def relationships(self) -> Relationships:
        """Whose relationship with the company has ended."""

        from chalicelib.services.levels.relationships import Relationships

        kept = self.outside
        return Relationships(marks=kept.records.marks, audit=kept.audit, now=self.now)

    @cached_property
    def two_person_rule(self) -> TwoPersonRule:
        """Who is who among reviewers."""

        from chalicelib.services.reviews.two_person_rule import TwoPersonRule

        return TwoPersonRule(
            identity=self.outside.identity,
            numbers=self.outside.records.numbers,
            profiles=self.outside.records.profiles,
            status=lambda user_id: self.verifications.person(user_id).standing().status,
            pepper=self.outside.pepper(),
        )

    @cached_property
    def reviews(self) -> Reviews:
        """Human review."""

        from chalicelib.services.reviews.reviews import Reviews

        return Reviews(
            cases=self.outside.records.reviews,
            verifications=self.verifications,
            documents=self.outside.records.documents,
            screenings=self.outside.records.screenings,
            liveness=self.liveness,
            pictures=self.document_pictures,
            grounds=self.grounds,
            vendor_approval=self.vendor_cases.reviewed_approval,
            two_person_rule=self.two_person_rule,
            now=self.now,
            dismiss=self.screening.dismiss,
            vendor_dismiss=self.vendor_cases.forgive,
            subject=self.current_identity.of,
            match_reason=self.levels.match_reason,
        )

    @cached_property
    def desk(self) -> Desk:
        """Finding cases, taking them, giving them to somebody."""

        from chalicelib.domain.reviews.office import Promise, office
        from chalicelib.services.reviews.desk import Desk

        s = self.settings
        hours = office(s.review_office, s.review_zone, s.review_holidays)
        return Desk(
            reviews=self.reviews,
            cases=self.outside.records.reviews,
            identity=self.outside.identity,
            audit=self.outside.audit,
            promise=Promise(hours, s.review_hours),
            now=self.now,
        )

    @cached_property
    def attachments(self) -> Attachments:
        """Files of reviewers."""

        from chalicelib.services.reviews.attachments import Attachments

        return Attachments(
            reviews=self.reviews,
            cases=self.outside.records.reviews,
            files=self.attached_files,
            papers=self.outside.papers,
            remember=self.remembering,
            audit=self.outside.audit,
            now=self.now,
        )

    # Who follows the moves of verifications (services/consequences)

    @cached_property
    def workflow_goes_on(self) -> WorkflowGoesOn:
        """Wakes the execution that waits for the decision."""

        from chalicelib.services.consequences.workflow import WorkflowGoesOn

        return WorkflowGoesOn(self.verifications, self.onboarding)

    @cached_property
    def reviewers_are_called(self) -> ReviewersAreCalled:
        """Calls somebody when a case waits."""

        from chalicelib.services.consequences.reviewers import ReviewersAreCalled

        return ReviewersAreCalled(self.outside.messages, self.once)

    @cached_property
    def company_is_told(self) -> CompanyIsTold:
        """Webhooks of ours."""

        from chalicelib.services.consequences.company import CompanyIsTold

        return CompanyIsTold(self.outbound, self.once)

    @cached_property
    def followers(self) -> Mapping[str, Callable[[VerificationMoved], None]]:
        """Function -> what it does with a move. `follow-metrics` counts, which only a door can."""
        return {
            "follow-registry": lambda moved: self.registry.follow(moved),
            "follow-workflow": lambda moved: self.workflow_goes_on.follow(moved),
            "follow-reviewers": self._a_case_waits,
            "follow-applicant": lambda moved: self.applicant.follow(moved),
            "follow-company": lambda moved: self.company_is_told.follow(moved),
            "follow-events": lambda moved: self.backends_are_told.follow(moved),
        }

    def _a_case_waits(self, moved: VerificationMoved) -> None:
        """It can be found before anybody is called to look at it."""
        self.cases_are_found.follow(moved)
        self.reviewers_are_called.follow(moved)

    @cached_property
    def counted(self) -> MovesAreCounted:
        """Counts each move once."""

        from chalicelib.services.consequences.metrics import MovesAreCounted

        return MovesAreCounted(self.once)

    def publish(self, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
        """Tells the bus of a changed row of the table, if it moved; the event's type or nothing."""

        from chalicelib.adapters import codec
        from chalicelib.domain.events.verification_events import moved_event
        from chalicelib.domain.verifications.verification import Verification

        old = codec.decode(Verification, dict(before)) if before else None
        moved = moved_event(old, codec.decode(Verification, dict(after)))
        if moved is None:
            return ""
        self.outside.verification_events.publish(moved.kind, moved.detail())
        return moved.kind

    # A person's own data, the audit log

    @cached_property
    def records(self) -> Records:
        """Where a person's records are."""

        from chalicelib.services.privacy.erasure import Records

        kept = self.outside.records
        return Records(
            profiles=kept.profiles,
            onboardings=kept.onboardings,
            verifications=kept.verifications,
            documents=kept.documents,
            numbers=kept.numbers,
            sessions=kept.sessions,
            tries=kept.liveness_tries,
            reviews=kept.reviews,
            codes=kept.phone_codes,
            dismissed=kept.dismissed,
            seen=kept.seen_events,
            links=kept.session_links,
            marks=kept.marks,
        )

    @property
    def _media(self) -> Mapping[str, Shredder]:
        """Where people's pictures and readings are: name in a receipt -> the bucket."""
        outside = self.outside
        buckets: tuple[Bucket[str], ...] = (
            outside.document_pictures,
            outside.live_frames,
            outside.readings,
            outside.attached_files,
        )
        return {bucket.holds: bucket for bucket in buckets}

    @cached_property
    def privacy(self) -> Privacy:
        """A copy of a person's own data."""

        from chalicelib.services.privacy.privacy import Privacy

        return Privacy(
            records=self.records,
            users=self.outside.users,
            identity=self.outside.identity,
            pictures=self.document_pictures,
            frames=self.live_frames,
            audit=self.outside.audit,
            limits=self.outside.limits,
            now=self.now,
        )

    @cached_property
    def erasure(self) -> Erasure:
        """Its erasure."""

        from chalicelib.services.privacy.erasure import Erasure

        return Erasure(
            records=self.records,
            users=self.outside.users,
            identity=self.outside.identity,
            workflow=self.outside.workflow,
            tokens=self.outside.tokens,
            buckets=self._media,
            audit=self.outside.audit,
            events=self.outside.account_events,
            tombstones=self.tombstones,
            pepper=self.outside.pepper(),
            keep_years=self.settings.audit_years,
            now=self.now,
            new_id=self.new_id,
            mark_erased=self.verifications.mark_erased,
            vendors=self.vendor_cases,
            unlist_face=self.own_lists.forget_face,
            forget_faces=known.forget_all if (known := self.known_faces) else lambda who, ids: 0,
        )

    @cached_property
    def passing(self) -> PassingApplicants:
        """Test applicants, whose time ends: no account of theirs is anywhere."""

        from chalicelib.services.applicants.passing import PassingApplicants, without_account

        return PassingApplicants(
            marks=self.outside.records.marks,
            erase=without_account(self.erasure).erase,
            forget=self.applicants.unname,
            now=self.now,
        )

    @cached_property
    def cleaning(self) -> Cleaning:
        """Removes what is over."""

        from chalicelib.services.privacy.retention import Cleaning

        return Cleaning(
            marks=self.outside.records.marks,
            due=self.outside.due,
            verifications=self.outside.records.verifications,
            documents=self.outside.records.documents,
            buckets=self._media,
            audit=self.outside.audit,
            log=self.outside.audit,
            policy=self.keeping,
            passing=self.passing.remove,
            now=self.now,
        )

    @cached_property
    def audit_copies(self) -> AuditCopies:
        """Copies the audit log into the locked bucket."""

        from chalicelib.services.privacy.audit_copies import AuditCopies

        return AuditCopies(vault=self.outside.audit_vault, messages=self.outside.messages)

    @cached_property
    def audit_trail(self) -> AuditTrail:
        """Seals the audit log."""

        from chalicelib.services.privacy.audit_trail import AuditTrail

        return AuditTrail(
            log=self.outside.audit,
            signer=self.outside.signer,
            vault=self.outside.audit_vault if self.settings.bucket_audit_log else None,
            now=self.now,
        )
