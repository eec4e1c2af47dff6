"""Documents and faces: how pictures are taken, read and compared."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.application.backends import Backends
from chalicelib.domain.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from chalicelib.adapters.documents.chips import PassiveAuthentication
    from chalicelib.services.consequences.cases import CasesAreFound
    from chalicelib.services.documents.chips import Chips
    from chalicelib.services.documents.documents import Documents
    from chalicelib.services.documents.previews import Previews
    from chalicelib.services.documents.uploads import Uploads
    from chalicelib.services.liveness.engines import Engines
    from chalicelib.services.liveness.liveness import Liveness
    from chalicelib.services.liveness.selfies import Selfies
    from chalicelib.services.paid import PaidFaces
    from chalicelib.services.ports import LivenessEngine
    from chalicelib.services.verifications.decisions import Decisions


class Captures(Backends):
    """Pictures of documents and of faces."""

    # Documents

    @cached_property
    def uploads(self) -> Uploads:
        """Document pictures."""

        from chalicelib.services.documents.uploads import Uploads

        return Uploads(
            verifications=self.verifications,
            objects=self.document_pictures,
            images=self.outside.images,
            max_bytes=self.settings.upload_max_bytes,
            marks=self.outside.records.marks,
            remember=self.remembering,
            now=self.now,
            pinned=self.levels.pinned,
            providers=self.settings.kyc_providers,
        )

    @cached_property
    def reading(self) -> Documents:
        """Reading documents."""

        from chalicelib.services.documents.documents import Documents
        from chalicelib.services.paid import PaidReader

        return Documents(
            verifications=self.verifications,
            documents=self.outside.records.documents,
            profiles=self.outside.records.profiles,
            numbers=self.outside.records.numbers,
            pictures=self.document_pictures,
            raw=self.readings,
            reader=PaidReader(self.outside.reader, self.budgets),
            scanner=self.outside.scanner,
            pepper=self.outside.pepper(),
            keep_days=self.retention.outer_days,
            now=self.now,
        )

    @cached_property
    def chips(self) -> Chips:
        """Chips that a company's own app has read."""

        from chalicelib.services.documents.chips import Chips

        return Chips(
            documents=self.outside.records.documents,
            audit=self.outside.audit,
            authentication=self._authentication,
            now=self.now,
        )

    def _authentication(self) -> PassiveAuthentication | None:
        """By the authorities that the operator put beside the lists of their own."""
        from chalicelib.adapters.documents.chips import PassiveAuthentication

        name = self.settings.chip_certificates
        if not name:
            return None
        try:
            return PassiveAuthentication(self.outside.watchlist_files.get(f"incoming/{name}"))
        except NotFound:
            raise Unavailable("the file of chip_certificates is not there", "engine_down") from None

    @cached_property
    def previews(self) -> Previews:
        """The applicant's view of a reading."""

        from chalicelib.services.documents.previews import Previews

        return Previews(verifications=self.verifications, documents=self.outside.records.documents)

    # Faces

    @cached_property
    def faces(self) -> PaidFaces:
        """Looks at faces, within their budgets."""

        from chalicelib.services.paid import PaidFaces

        return PaidFaces(self.outside.faces, self.budgets)

    @cached_property
    def gestures(self) -> Liveness:
        """Liveness by gestures."""

        from chalicelib.services.liveness.liveness import Liveness

        return Liveness(
            sessions=self.outside.records.sessions,
            verifications=self.verifications,
            frames=self.live_frames,
            documents=self.document_pictures,
            images=self.outside.frame_images,
            queue=self.outside.comparisons,
            tries=self.outside.records.liveness_tries,
            apart=self.outside.frames_apart,
            now=self.now,
            new_id=self.new_id,
            enrolled=self.known_faces if self.settings.find_same_person else None,
            same_person=self.settings.same_person,
            at_once=self.settings.face_calls_at_once,
            steps=lambda verification: self.levels.pinned(verification.level_key).steps,
            remember=self.remembering,
        )

    @cached_property
    def selfies(self) -> Selfies:
        """Pictures of faces that somebody else's app has taken."""

        from chalicelib.services.documents.uploads import DIRECT_BYTES
        from chalicelib.services.liveness.selfies import Selfies

        most = min(self.settings.upload_max_bytes, DIRECT_BYTES)
        return Selfies(shared=self.gestures, images=self.outside.images, most_bytes=most)

    @cached_property
    def engines(self) -> Engines:
        """The engine that an attempt's level says, or the setting where no level was published."""

        from chalicelib.domain.levels.level import Engine
        from chalicelib.services.liveness.engines import Engines

        return Engines(
            default=Engine(self.settings.liveness_engine),
            facts=lambda verification: self.decisions.facts_now(verification),
        )

    @cached_property
    def liveness(self) -> LivenessEngine:
        """Liveness by either engine."""

        from chalicelib.services.liveness.by_level import LivenessByLevel
        from chalicelib.services.liveness.managed_liveness import ManagedLiveness
        from chalicelib.services.paid import PaidLiveness

        return LivenessByLevel(
            gestures=self.gestures,
            managed=ManagedLiveness(
                shared=self.gestures,
                service=PaidLiveness(self.outside.managed_face_liveness, self.budgets),
                confidence=self.settings.liveness_confidence,
            ),
            selfies=self.selfies,
            engines=self.engines,
            pinned=self.levels.pinned,
        )

    @cached_property
    def decisions(self) -> Decisions:
        """Decisions."""

        from chalicelib.services.verifications.decisions import Decisions

        return Decisions(
            verifications=self.verifications,
            documents=self.outside.records.documents,
            grounds=self.grounds,
            sessions=self.outside.records.sessions,
            numbers=self.outside.records.numbers,
            levels=self.levels,
            own_lists=self.own_lists,
            now=self.now,
        )

    # What becomes of them

    @cached_property
    def cases_are_found(self) -> CasesAreFound:
        """Notes what a search finds a case by."""

        from chalicelib.domain.reviews.rules import rules
        from chalicelib.services.consequences.cases import CasesAreFound

        kept = self.outside.records
        return CasesAreFound(
            cases=kept.reviews,
            documents=kept.documents,
            profiles=kept.profiles,
            applicants=kept.applicants,
            identity=self.outside.identity,
            audit=self.outside.audit,
            hashed=self.hashed,
            rules=rules(self.settings.review_rules),
            now=self.now,
        )
