"""A review case: a verification that people decide."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.errors import BadRequest, Conflict, Forbidden
from chalicelib.domain.reviews.attachment import MOST_ATTACHMENTS, Attachment
from chalicelib.domain.verifications.verification import Verification

OPEN_STATUSES = frozenset({"open", "second_review"})
ASKED_AGAIN = "asked_again"
MOST_NOTES = 100
# Who works on a case has it for this long, and longer while they go on; a case that was given to
# somebody is theirs for a day.
HELD = timedelta(minutes=10)
GIVEN = timedelta(hours=24)
# A second pair of eyes looks at these before anybody is approved.
FOUR_EYES = frozenset(
    {
        "watchlist_match",
        "duplicate_identity",
        "duplicate_person",
        "fraud_suspected",
        "assistance_requested",
        "two_people",
    }
)


class Word(StrEnum):
    """The kind of a note: a decision, or `noted` while the case is open."""

    APPROVED = "approved"
    REJECTED = "rejected"
    ASKED_AGAIN = "asked_again"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Note:
    """One reviewer's note. `mentions`: ids of colleagues that it is for; `attached`: digests of the
    case's files that it is about.
    """

    reviewer: str
    at: datetime
    word: str
    text: str = field(default="", repr=False)
    reasons: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """One case per verification; `case_id` is the verification's id.

    `terms` are the search terms (finding.py). `holder` works on it until `held_until`. `mentioned`:
    reviewers named in a note who have not opened the case since. `ruled_at`: the opening for which
    the assignment rules were last evaluated.
    """

    case_id: str
    user_id: str
    opened_at: datetime
    status: str
    reasons: tuple[str, ...]
    updated_at: datetime
    first_reviewer: str = ""
    first_approved: bool = False
    reviewer: str = ""
    decision_reasons: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    version: int = 1
    level: str = ""
    language: str = ""
    terms: tuple[str, ...] = ()
    holder: str = ""
    held_until: datetime | None = None
    mentioned: tuple[str, ...] = ()
    ruled_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def needs_four_eyes(self) -> bool:
        """Whether approving this case takes two reviewers."""
        return bool(FOUR_EYES & set(self.reasons))

    @property
    def waits(self) -> bool:
        """Whether the case is open or waits for a second review."""
        return self.status in OPEN_STATUSES

    def held_by(self, now: datetime) -> str:
        """The reviewer who holds the case at `now`; "" if nobody does."""
        return self.holder if self.held_until and self.held_until > now else ""

    def taken(self, reviewer: str, now: datetime, over: bool = False) -> "ReviewCase":
        """The case held by this reviewer; Conflict (`case_held`) if another holds it, unless
        `over`. Unchanged while the hold lasts long enough.
        """
        self._refuse(reviewer)
        holder = self.held_by(now)
        if holder == reviewer and self.held_until and self.held_until - now > HELD / 2:
            return self
        if not over:
            self._refuse_held(reviewer, now)
        return self._held(reviewer, now + HELD)

    def given(self, reviewer: str, now: datetime) -> "ReviewCase":
        """The case assigned to a reviewer for a day; released for ""."""
        if reviewer:
            self._refuse(reviewer)
        if reviewer and reviewer == self.first_reviewer and self.status == "second_review":
            raise Forbidden("a second person must confirm this case", "four_eyes")
        return self._held(reviewer, now + GIVEN if reviewer else None)

    def ruled(self, reviewer: str, now: datetime) -> "ReviewCase":
        """The case after the assignment rules were evaluated for this opening, once: assigned to
        `reviewer` for a day, if they named one and nobody holds it.
        """
        if self.ruled_at == self.opened_at:
            return self
        free = self.status == "open" and not self.held_by(now)
        given = self._held(reviewer, now + GIVEN) if reviewer and free else self
        return replace(given, ruled_at=self.opened_at, version=self.version + 1)

    def attachment(self, digest: str) -> Attachment | None:
        """The file with this digest; None if there is none."""
        return next((one for one in self.attachments if one.digest == digest), None)

    def with_file(self, file: Attachment) -> "ReviewCase":
        """The case with one more file; anybody may add one, whoever holds it. The same file twice
        is one.
        """
        self._refuse(file.reviewer)
        if self.attachment(file.digest):
            return self
        if len(self.attachments) >= MOST_ATTACHMENTS:
            raise Conflict("this case has all the files it may have", "too_many_attachments")
        return replace(
            self,
            attachments=(*self.attachments, file),
            updated_at=file.at,
            version=self.version + 1,
        )

    def noted(
        self,
        reviewer: str,
        text: str,
        mentions: tuple[str, ...],
        now: datetime,
        attached: tuple[str, ...] = (),
    ) -> "ReviewCase":
        """The case with a note; anybody may add one, whoever holds it. The same note twice
        is one.
        """
        self._refuse(reviewer)
        if self.user_id in mentions:
            raise Forbidden("nobody is asked about their own case", "own_case")
        if not all(map(self.attachment, attached)):
            raise BadRequest("this case has no such file", "attachment_unknown")
        said = Note(reviewer, now, Word.NOTED, text, mentions=mentions, attached=attached)
        if self.notes and replace(self.notes[-1], at=now) == said:
            return self
        if len(self.notes) >= MOST_NOTES:
            raise Conflict("this case has all the notes it may have", "too_many_notes")
        mentioned = dict.fromkeys((*self.mentioned, *(one for one in mentions if one != reviewer)))
        return replace(
            self,
            notes=(*self.notes, said),
            mentioned=tuple(mentioned),
            updated_at=now,
            version=self.version + 1,
        )

    def looked_at(self, reviewer: str) -> "ReviewCase":
        """The case without this reviewer among `mentioned`: they have opened it."""
        if reviewer not in self.mentioned:
            return self
        left = tuple(one for one in self.mentioned if one != reviewer)
        return replace(self, mentioned=left, version=self.version + 1)

    def let_go(self, reviewer: str) -> "ReviewCase":
        """The case released, if this reviewer holds it."""
        return self._held("", None) if self.holder == reviewer else self

    def _held(self, holder: str, until: datetime | None) -> "ReviewCase":
        return replace(self, holder=holder, held_until=until, version=self.version + 1)

    def _refuse(self, reviewer: str) -> None:
        if not self.waits:
            raise Conflict("this case was already decided", "case_already_decided")
        if reviewer == self.user_id:
            raise Forbidden("nobody decides their own case", "own_case")

    def _refuse_held(self, reviewer: str, now: datetime) -> None:
        if self.held_by(now) not in ("", reviewer):
            raise Conflict("somebody else works on this case", "case_held")

    def decided(
        self, approved: bool, reasons: tuple[str, ...], note: str, reviewer: str, now: datetime
    ) -> "ReviewCase":
        """The case after this reviewer's decision: closed, or waiting for a second reviewer.
        Forbidden (`four_eyes`), Conflict.
        """
        self._refuse(reviewer)
        self._refuse_held(reviewer, now)
        said = Note(reviewer, now, Word.APPROVED if approved else Word.REJECTED, note, reasons)
        free = self._held("", None)
        base = replace(free, updated_at=now, notes=(*self.notes, said))
        if approved and self.needs_four_eyes:
            if self.status == "open":
                return replace(
                    base, status="second_review", first_reviewer=reviewer, first_approved=True
                )
            if reviewer == self.first_reviewer:
                raise Forbidden("a second person must confirm this case", "four_eyes")
        return replace(
            base,
            status="approved" if approved else "rejected",
            reviewer=reviewer,
            decision_reasons=reasons,
        )

    def asked_again(
        self, reasons: tuple[str, ...], note: str, reviewer: str, now: datetime
    ) -> "ReviewCase":
        """The case while the applicant is asked for something else."""
        self._refuse(reviewer)
        self._refuse_held(reviewer, now)
        said = Note(reviewer, now, Word.ASKED_AGAIN, note, reasons)
        closed = self.closed(ASKED_AGAIN, now, reviewer)
        return replace(closed, decision_reasons=reasons, notes=(*self.notes, said))

    def closed(self, status: str, now: datetime, by: str = "") -> "ReviewCase":
        """The case, closed without a reviewer's decision."""
        return replace(self._held("", None), status=status, reviewer=by, updated_at=now)

    def reopened(self, reasons: tuple[str, ...], now: datetime) -> "ReviewCase":
        """The case, open again. All reasons it ever had are kept: whether it needs two reviewers
        follows from them.
        """
        return replace(
            self._held("", None),
            status="open",
            reasons=tuple(dict.fromkeys((*self.reasons, *reasons))),
            opened_at=now,
            updated_at=now,
            first_reviewer="",
            first_approved=False,
            reviewer="",
            decision_reasons=(),
        )


def new_case(about: Verification, now: datetime) -> ReviewCase:
    """A new case of a verification that needs a review."""
    return ReviewCase(
        about.verification_id,
        about.user_id,
        now,
        "open",
        about.reasons_ever,
        now,
        level=about.level,
    )
