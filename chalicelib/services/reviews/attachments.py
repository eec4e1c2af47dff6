"""Files that reviewers attach to a case, such as a letter of an authority.

They are kept in a bucket of their own, apart from the applicant's pictures. Only reviewers see
them. They are removed when the verification's pictures are; an erasure removes every version.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.errors import BadRequest, Conflict, Gone, NotFound
from chalicelib.domain.reviews.attachment import MOST_BYTES, Attachment, Kind, key_of
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.verifications.verification import Verification
from chalicelib.services.ports import AttachedFiles, Audit, Clock, Store
from chalicelib.services.reviews.reviews import LINK_SECONDS, Reviews
from chalicelib.services.verifications.verifications import CHANGED, TRIES


class Papers(Protocol):
    """Validates and cleans attached files."""

    def clean(self, data: bytes) -> tuple[Kind, bytes]:
        """(kind, cleaned copy without active content); BadRequest for any other file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Attaches and fetches files.

    `remember` schedules the removal before anything is stored: a case of a vendor's has no pictures
    of ours that had it scheduled.
    """

    reviews: Reviews
    cases: Store[ReviewCase]
    files: AttachedFiles
    papers: Papers
    remember: Callable[[Verification], None]
    audit: Audit
    now: Clock

    def attach(self, case_id: str, data: bytes, reviewer: str) -> Attachment:
        """Validates, cleans and stores a file on an open case. The same file twice is one; Conflict
        once the case is decided.
        """
        case = self.reviews.openable(case_id, reviewer)
        if len(data) > MOST_BYTES:
            raise BadRequest(f"a file has at most {MOST_BYTES} bytes", "attachment_too_large")
        kind, kept = self.papers.clean(data)
        digest = hashlib.sha256(kept).hexdigest()
        file = Attachment(digest, kind, len(kept), reviewer, self.now())
        case.with_file(file)  # refused before anything is kept
        self.remember(self.reviews.verifications.get(case_id))
        self.files.put(key_of(case_id, digest), kept, kind)
        return self._noted(case_id, file)

    def _noted(self, case_id: str, file: Attachment) -> Attachment:
        """Adds the file to the case and to the audit log in one transaction. A stored file that is
        refused because the case was decided meanwhile is removed with the pictures.
        """
        facts = {"reviewer": file.reviewer, "digest": file.digest, "kind": file.kind}
        for _ in range(TRIES):
            before = self.cases.get(case_id)
            after = before.with_file(file)
            if after is before:
                return before.attachment(file.digest) or file
            try:
                entry = facts | {"bytes": file.size}
                self.audit.write(case_id, "attached", entry, self.cases.saving(after, CHANGED))
            except Conflict as lost:
                if lost.code != CHANGED:
                    raise
                continue
            return file
        raise Conflict("too many changes at once", CHANGED)

    def link(self, case_id: str, digest: str, reviewer: str) -> str:
        """A link to the file, valid for five minutes; recorded in the audit log. The stored bytes
        are compared with the digest first: Conflict (`attachment_changed`), Gone, NotFound.
        """
        case = self.reviews.openable(case_id, reviewer)
        if case.attachment(digest) is None:
            raise NotFound("this case has no such file", "attachment_not_found")
        key = key_of(case_id, digest)
        try:
            kept = self.files.get(key)
        except NotFound:
            raise Gone("this file's time is over", "attachment_gone") from None
        if hashlib.sha256(kept).hexdigest() != digest:
            raise Conflict("the file is not what was attached", "attachment_changed")
        facts = {"reviewer": reviewer, "digest": digest}
        self.audit.write(case_id, "attachment_opened", facts)
        return self.files.link(key, LINK_SECONDS)
