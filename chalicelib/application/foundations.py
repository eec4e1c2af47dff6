"""What most use cases share: budgets, levels, verifications, the steps of an onboarding."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property, partial
from typing import TYPE_CHECKING

from chalicelib.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.levels.level import Level
    from chalicelib.domain.levels.validation import Problem
    from chalicelib.domain.privacy.retention import Retention
    from chalicelib.domain.verifications.verification import Begun
    from chalicelib.outside import Outside
    from chalicelib.services.accounts.door import Door
    from chalicelib.services.applicants.onboarding import OnboardingSteps
    from chalicelib.services.budgets import Budgets
    from chalicelib.services.consequences.applicant import ApplicantIsTold
    from chalicelib.services.consequences.once import Once
    from chalicelib.services.levels.levels import Levels
    from chalicelib.services.levels.own_lists import OwnLists
    from chalicelib.services.liveness.known_faces import KnownFaces
    from chalicelib.services.ports import (
        AttachedFiles,
        DocumentPictures,
        LiveFrames,
        Readings,
    )
    from chalicelib.services.privacy.retention import Keeping, Remembering
    from chalicelib.services.privacy.tombstones import Tombstones
    from chalicelib.services.verifications.verifications import Verifications
    from chalicelib.services.verifications.workflow import Resumer


def _read_level(document: str) -> tuple[Level | None, tuple[Problem, ...]]:
    from chalicelib.contracts.levels import read  # brings pydantic along

    return read(document)


class Foundations:
    """Settings, the outside, and what is built on nothing else."""

    def __init__(self, settings: Settings, outside: Outside) -> None:
        self.settings, self.outside = settings, outside
        self.now, self.new_id = outside.now, outside.new_id

    def hashed(self, *words: str) -> str:
        """A keyed hash of some words."""

        from chalicelib.services.documents.documents import keyed_hash

        return keyed_hash(self.outside.pepper(), *words)

    @property
    def retention(self) -> Retention:
        """How long what is kept."""

        from chalicelib.domain.privacy.retention import Retention

        return Retention(self.settings.media_days, self.settings.audit_years)

    @cached_property
    def tombstones(self) -> Tombstones:
        """Who was erased."""

        from chalicelib.services.privacy.tombstones import Tombstones

        marks, years = self.outside.records.marks, self.settings.audit_years
        return Tombstones(marks=marks, keep_years=years, now=self.now)

    @cached_property
    def document_pictures(self) -> DocumentPictures:
        """Pictures of documents; none of whoever was erased."""

        from chalicelib.services.privacy.tombstones import ErasureGuardedObjects

        return ErasureGuardedObjects(self.outside.document_pictures, self.tombstones)

    @cached_property
    def live_frames(self) -> LiveFrames:
        """Pictures of faces; none of whoever was erased."""

        from chalicelib.services.privacy.tombstones import ErasureGuardedObjects

        return ErasureGuardedObjects(self.outside.live_frames, self.tombstones)

    @cached_property
    def readings(self) -> Readings:
        """What OCR answered; nothing of whoever was erased."""

        from chalicelib.services.privacy.tombstones import ErasureGuardedObjects

        return ErasureGuardedObjects(self.outside.readings, self.tombstones)

    @cached_property
    def attached_files(self) -> AttachedFiles:
        """Files of reviewers; none about whoever was erased."""

        from chalicelib.services.privacy.tombstones import ErasureGuardedObjects

        return ErasureGuardedObjects(self.outside.attached_files, self.tombstones)

    @cached_property
    def door(self) -> Door:
        """Who gets in, now."""

        from chalicelib.services.accounts.door import Door

        return Door(
            marks=self.outside.records.marks,
            identity=self.outside.identity,
            now=self.now,
            keep_years=self.settings.audit_years,
        )

    @cached_property
    def budgets(self) -> Budgets:
        """How often what may be asked."""

        from chalicelib.domain.limits import Paid
        from chalicelib.services.budgets import Budgets

        s = self.settings
        a_day = {
            Paid.SMS: s.sms_per_day,
            Paid.MAIL: s.mails_per_day,
            Paid.TEXTRACT: s.textract_per_day,
            Paid.REKOGNITION: s.rekognition_per_day,
            Paid.LIVENESS: s.liveness_per_day,
            Paid.VENDOR: s.vendor_sessions_per_day,
        }
        return Budgets(counters=self.outside.limits, messages=self.outside.messages, a_day=a_day)

    @cached_property
    def levels(self) -> Levels:
        """Which checks for whom."""

        from chalicelib.adapters.codec import opened
        from chalicelib.domain.levels.default import default_level
        from chalicelib.domain.levels.level import Level
        from chalicelib.domain.levels.validation import Known
        from chalicelib.services.levels.levels import Levels

        return Levels(
            records=self.outside.records.levels,
            read=_read_level,
            decode=partial(opened, Level),
            known=Known(
                self.settings.screeners,
                self.settings.kyc_providers,
                chips=bool(self.settings.chip_certificates),
            ),
            fallback=default_level(self.settings.minimum_age, self.settings.face_similarity),
            recorded=partial(self.outside.audit.decisions_since, until=self.now),
            now=self.now,
            raised=self._raised,
            happened=partial(self.outside.audit.happened_since, until=self.now),
        )

    def _raised(self) -> None:
        from chalicelib.services.levels.approvals import from_the_beginning

        from_the_beginning(self.outside.records.marks)

    @cached_property
    def keeping(self) -> Keeping:
        """How long an attempt's pictures are kept."""

        from chalicelib.services.privacy.retention import Keeping

        return Keeping(self.retention, self.levels.pinned)

    @cached_property
    def remembering(self) -> Remembering:
        """When to look whether the time of an attempt's pictures is over."""

        from chalicelib.services.privacy.retention import Remembering

        return Remembering(marks=self.outside.records.marks, policy=self.keeping, now=self.now)

    @cached_property
    def own_lists(self) -> OwnLists:
        """The company's own deny and allow lists."""

        from chalicelib.services.levels.own_lists import OwnLists

        return OwnLists(
            entries=self.outside.records.own_entries,
            audit=self.outside.audit,
            hashed=self.hashed,
            now=self.now,
            faces_of=self.known_faces.of if self.known_faces else lambda user_id: (),
        )

    @cached_property
    def known_faces(self) -> KnownFaces | None:
        """Faces by which people are found again; None where there is no place for them. Whether
        they are kept is a setting; what was kept is forgotten whatever it says now."""

        from chalicelib.services.liveness.known_faces import KnownFaces

        faces = self.outside.enrolled_faces
        marks = self.outside.records.marks
        return KnownFaces(marks=marks, faces=faces, now=self.now) if faces else None

    @cached_property
    def verifications(self) -> Verifications:
        """Everybody's verifications."""

        from chalicelib.services.verifications.verifications import Verifications

        return Verifications(
            store=self.outside.records.verifications,
            persons=self.outside.records.persons,
            cases=self.outside.records.reviews,
            audit=self.outside.audit,
            transactions=self.outside.transactions,
            open_days=self.settings.verification_days,
            now=self.now,
            level=self._level_of,
            verifies=lambda verification: self.levels.verifies(verification.level_key),
        )

    def _level_of(self, person_id: str) -> Begun:
        """The level in force that a person's next attempt begins with."""

        from chalicelib.domain.applicants.applicant import is_applicant, mode_of

        if not is_applicant(person_id):
            return self.levels.begun_with(self.settings.level, lambda: self._signed_up(person_id))
        applicant = self.outside.records.applicants.get(mode_of(person_id), person_id)
        return self.levels.begun_by_applicant(applicant.level, lambda: applicant.created_at)

    def _signed_up(self, user_id: str) -> datetime | None:
        found = self.outside.records.onboardings.query("byUser", user_id, 50)
        return min((one.created_at for one in found), default=None)

    @cached_property
    def once(self) -> Once:
        """What followers have told."""

        from chalicelib.services.consequences.once import Once

        return Once(self.outside.records.told, self.now)

    @cached_property
    def applicant(self) -> ApplicantIsTold:
        """Mail and text messages about a verification."""

        from chalicelib.services.consequences.applicant import ApplicantIsTold

        return ApplicantIsTold(
            verifications=self.outside.records.verifications,
            identity=self.outside.identity,
            messages=self.outside.messages,
            once=self.once,
            link=lambda person_id: self.ask_again_link(person_id),
            pinned=self.levels.pinned,
        )

    @abstractmethod
    def ask_again_link(self, person_id: str) -> str:
        """The hosted page for somebody who is asked for better pictures."""

    @cached_property
    def resumer(self) -> Resumer:
        """Wakes waiting steps."""

        from chalicelib.services.verifications.workflow import Resumer

        return Resumer(self.outside.tokens, self.outside.workflow, self.now)

    @cached_property
    def onboarding(self) -> OnboardingSteps:
        """The steps of system A."""

        from chalicelib.services.applicants.onboarding import OnboardingSteps

        return OnboardingSteps(
            onboardings=self.outside.records.onboardings,
            profiles=self.outside.records.profiles,
            verifications=self.verifications,
            identity=self.outside.identity,
            messages=self.outside.messages,
            applicant=self.applicant,
            resumer=self.resumer,
            now=self.now,
        )
