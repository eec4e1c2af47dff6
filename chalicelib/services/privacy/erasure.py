"""Erases a person: first tombstones, then every record, object and account; a receipt at the end.

From the first tombstone on nothing about them can be written (services/privacy/tombstones.py). If a
step fails, the person can sign in and ask again: the account is removed last.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.onboarding import Onboarding, Profile
from chalicelib.domain.errors import Conflict
from chalicelib.domain.liveness.liveness import LivenessSession
from chalicelib.domain.liveness.tries import LivenessTries
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.privacy.privacy import ERASED, Receipt, on_hold
from chalicelib.domain.records import DocumentRecord, NumberUse
from chalicelib.domain.reviews.review import OPEN_STATUSES, ReviewCase
from chalicelib.domain.screening.screening import Dismissed
from chalicelib.domain.vendors.webhook_records import (
    SeenEvent,
    SessionLink,
    session_key,
    session_subject,
)
from chalicelib.domain.verifications.notices import INTERNAL_ONLY
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.documents.documents import person_hash
from chalicelib.services.ports import (
    Audit,
    Clock,
    Events,
    Ids,
    Store,
    Tokens,
    Workflow,
)
from chalicelib.services.privacy.retention import Shredder, shred_media
from chalicelib.services.privacy.tombstones import YEAR, Tombstones
from chalicelib.services.vendors.opened import vendor_sessions

ALL = 1000
"""More than anybody has; a query wants a number."""
SECOND_PASS = timedelta(minutes=15)
"""The longest that a function may run: whoever put an object meanwhile is done by then."""
REFUSED = "refused"
"""Whose document number it is, once its owner was refused for cause and erased."""
STEPS = ("phone", "profile", "decision")


class Registered(Protocol):
    """The registry in PostgreSQL."""

    def erase(self, user_id: str) -> bool:
        """Removes the row; False if there was none."""
        ...


class Accounts(Protocol):
    """The user pool."""

    def find(self, username: str) -> object | None:
        """The account; None if there is none."""
        ...

    def delete(self, username: str) -> None:
        """Removes the account; no error if there is none."""
        ...


class VendorMedia(Protocol):
    """The data that vendors hold of a person."""

    def forget(self, verification: Verification) -> bool:
        """Deletes a verification's data at the vendor; False if an operator has to do it by hand
        (and was alerted).
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The stores with a person's records."""

    profiles: Store[Profile]
    onboardings: Store[Onboarding]
    verifications: Store[Verification]
    documents: Store[DocumentRecord]
    numbers: Store[NumberUse]
    sessions: Store[LivenessSession]
    tries: Store[LivenessTries]
    reviews: Store[ReviewCase]
    codes: Store[PhoneCode]
    dismissed: Store[Dismissed]
    seen: Store[SeenEvent]
    links: Store[SessionLink]
    marks: Store[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """`buckets`: name in the receipt -> the bucket as `Shredder`."""

    records: Records
    users: Registered
    identity: Accounts
    workflow: Workflow
    tokens: Tokens
    buckets: Mapping[str, Shredder]
    audit: Audit
    events: Events
    tombstones: Tombstones
    pepper: bytes = field(repr=False)
    keep_years: int
    now: Clock
    new_id: Ids
    mark_erased: Callable[[str], object]
    vendors: VendorMedia
    unlist_face: Callable[[str], bool] = lambda user_id: False
    forget_faces: Callable[[str, Sequence[str]], int] = lambda user_id, faces: 0

    def erase(self, user_id: str) -> Receipt:
        """Removes everything except what the law requires to keep; the receipt.

        Conflict under a legal hold (`legal_hold`), and while a case of theirs is under review: the
        decision comes first.
        """
        if on_hold(self.audit.read(user_id)):
            raise Conflict("your data is kept for a legal proceeding", "legal_hold")
        verifications = self.records.verifications.query("byUser", user_id, ALL)
        onboardings = self.records.onboardings.query("byUser", user_id, ALL)
        self._refuse_with_open_case(verifications)
        receipt_id, count = self.new_id(), Counter[str]()
        self.mark_erased(user_id)  # from now on nobody moves their verifications
        self._place_tombstones(user_id, verifications, onboardings, receipt_id)
        sessions = self.records.sessions.query("byUser", user_id, ALL)
        faces = [session.face_id for session in sessions if session.face_id]
        count["enrolledFaces"] += self.forget_faces(user_id, faces)
        profile = self.records.profiles.find(user_id)
        for onboarding in onboardings:
            self._onboarding(onboarding, count)
        for verification in verifications:
            self._verification(verification, profile, count)
        self._person(user_id, count)
        receipt = Receipt(receipt_id, user_id, self.now(), dict(count), self.keep_years)
        self.audit.write(user_id, ERASED, {"receipt": receipt_id, **receipt.erased})
        self.events.publish("user.erased", {"userId": user_id, "receiptId": receipt_id})
        self.identity.delete(user_id)
        return receipt

    def _refuse_with_open_case(self, verifications: tuple[Verification, ...]) -> None:
        for verification in verifications:
            case = self.records.reviews.find(verification.verification_id)
            if case is not None and case.status in OPEN_STATUSES:
                raise Conflict(
                    "somebody is looking at your case; ask again once it is decided", "case_open"
                )

    def _place_tombstones(
        self,
        user_id: str,
        verifications: tuple[Verification, ...],
        onboardings: tuple[Onboarding, ...],
        receipt_id: str,
    ) -> None:
        """Places tombstones for every id that a record or an event may name, and schedules the
        second pass.
        """
        ids = tuple(v.verification_id for v in verifications)
        stones = [*ids, *(o.onboarding_id for o in onboardings)]
        for provider, *names in (s for v in verifications for s in vendor_sessions(v)):
            stones += [session_subject(provider, name) for name in names]
        self.tombstones.place([user_id, *stones], receipt_id)
        due = self.now() + SECOND_PASS
        self.records.marks.put(
            Mark(user_id, MarkKind.ERASING, due, due + YEAR, receipt_id, ids=ids)
        )

    def _onboarding(self, onboarding: Onboarding, count: "Counter[str]") -> None:
        count["workflows"] += self.workflow.stop(onboarding.onboarding_id)
        for step in STEPS:
            self.tokens.drop(onboarding.onboarding_id, step)
        self.records.codes.delete(onboarding.onboarding_id)
        self.records.onboardings.delete(onboarding.onboarding_id)
        count["onboardings"] += 1

    def _verification(
        self, verification: Verification, profile: Profile | None, count: "Counter[str]"
    ) -> None:
        verification_id, records = verification.verification_id, self.records
        for provider, *names in vendor_sessions(verification):
            self._vendor_session(verification, provider, names, count)
        count.update(shred_media(self.buckets, verification_id))
        for session in records.sessions.query("byVerification", verification_id, ALL):
            self._session(session, count)
        document = records.documents.find(verification_id)
        self._dismissed(document, profile, count)
        if document is not None:
            self._number(document, verification)
            records.documents.delete(verification_id)
            count["documents"] += 1
        count["reviews"] += records.reviews.find(verification_id) is not None
        records.reviews.delete(verification_id)
        records.marks.delete(verification_id, MarkKind.MEDIA)
        records.verifications.delete(verification_id)
        count["verifications"] += 1

    def _vendor_session(
        self, verification: Verification, provider: str, names: list[str], count: "Counter[str]"
    ) -> None:
        """Erases one session at a vendor, and those that were replaced by it."""
        theirs = replace(verification, provider=provider, provider_session=names[0])
        done = self.vendors.forget(theirs)
        count["vendorSessions" if done else "vendorSessionsByHand"] += 1
        for name in names:
            self.records.links.delete(provider, session_key(name))
            for event in self.records.seen.query("bySession", name, ALL):
                self.records.seen.delete(event.provider, event.event_key)
                count["vendorEvents"] += 1

    def _session(self, session: LivenessSession, count: "Counter[str]") -> None:
        self.records.sessions.delete(session.session_id)
        count["livenessSessions"] += 1

    def _dismissed(
        self, document: DocumentRecord | None, profile: Profile | None, count: "Counter[str]"
    ) -> None:
        """Removes the dismissals of list entries for this person."""
        prints = {document.screening_fingerprint} if document else set()
        if profile:
            values = (profile.full_name, profile.date_of_birth, profile.nationality)
            prints.add(person_hash(self.pepper, *values))
        for one in prints - {""}:
            for word in self.records.dismissed.query("", one, ALL):
                self.records.dismissed.delete(word.person_id, word.list_entry_id)
                count["dismissedMatches"] += 1

    def _number(self, document: DocumentRecord, verification: Verification) -> None:
        """Frees the document number, so that the person is no duplicate when they come back. If
        they were refused for cause, the keyed hash is kept, without a name, as long as the audit
        log.
        """
        use = self.records.numbers.find(document.number_hash) if document.number_hash else None
        if use is None or use.user_id != document.user_id:
            return
        if verification.state is State.REJECTED and INTERNAL_ONLY & set(verification.reasons):
            end = self.now() + self.keep_years * YEAR
            self.records.numbers.put(
                replace(use, user_id=REFUSED, verification_id="", expires_at=end)
            )
        else:
            self.records.numbers.delete(document.number_hash)

    def _person(self, user_id: str, count: "Counter[str]") -> None:
        records = self.records
        for session in records.sessions.query("byUser", user_id, ALL):
            self._session(session, count)  # of a verification that is not there any more
        for use in records.numbers.query("byUser", user_id, ALL):
            records.numbers.delete(use.number_hash)  # its document expired before
        count["listedFaces"] += self.unlist_face(user_id)
        records.tries.delete(user_id)
        for kind in (MarkKind.REVOKED, MarkKind.TEST):
            records.marks.delete(user_id, kind)
        count["profiles"] += records.profiles.find(user_id) is not None
        records.profiles.delete(user_id)
        count["registryRows"] += self.users.erase(user_id)
        count["accounts"] += self.identity.find(user_id) is not None
