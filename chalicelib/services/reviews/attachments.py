"""Files that reviewers attach to a case: what an authority sent, what a colleague found.

They lie in a bucket of their own, apart from what the applicant sent. Nobody but reviewers sees
them, they go when the pictures of the verification go, and an erasure takes every version.
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
    """What a file really is."""

    def clean(self, data: bytes) -> tuple[Kind, bytes]:
        """Its kind, and a copy in which nothing runs; BadRequest for anything else."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """`remember` notes, before anything is kept, when to look whether its time is over: a case of
    a vendor's has no picture of ours that had it noted."""

    reviews: Reviews
    cases: Store[ReviewCase]
    files: AttachedFiles
    papers: Papers
    remember: Callable[[Verification], None]
    audit: Audit
    now: Clock

    def attach(self, case_id: str, data: bytes, reviewer: str) -> Attachment:
        """Checks, cleans and keeps a file of an open case. The same twice is one."""
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
        """With its entry in the audit log, at once. What is kept and then refused, because somebody
        decided meanwhile, goes with the pictures."""
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
        """Where to fetch a file for five minutes; recorded. Never one that is not what was
        attached: its bytes are compared with its digest first."""
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
