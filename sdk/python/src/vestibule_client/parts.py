"""The routes by noun. Each call is one of the generated functions, and answers or raises.

Whatever writes takes `idempotency_key`: name one (e.g. your order's number), and the same call
after a crash of yours answers as the first time, for a day. Without it every call has its own.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar

from ._generated.api.applicants import (
    applicants_create,
    applicants_delete,
    applicants_get,
    applicants_list,
    applicants_put_relationship,
)
from ._generated.api.events import events_list
from ._generated.api.sandbox import sandbox_advance, sandbox_get_document, sandbox_get_scenarios
from ._generated.api.sessions import sessions_create, sessions_delete_all
from ._generated.api.verifications import (
    verifications_cancel,
    verifications_chip,
    verifications_create,
    verifications_documents,
    verifications_face,
    verifications_get,
    verifications_list,
    verifications_put_facts,
    verifications_retry,
)
from ._generated.errors import UnexpectedStatus
from ._generated.models import (
    Advance,
    ApplicantIn,
    ApplicantInMetadata,
    ApplicantList,
    ApplicantOut,
    ChipIn,
    ChipTaken,
    ClaimsIn,
    ErasureReceipt,
    EventOut,
    EventPage,
    FaceTaken,
    FactsIn,
    RelationshipIn,
    RelationshipOut,
    ScenarioOut,
    SessionIn,
    SessionOut,
    Uploaded,
    VerificationPage,
    VerificationSummary,
    VerificationView,
)
from ._generated.types import UNSET, File, Unset
from .calling import Part, answered, key
from .errors import NotFound, UnexpectedAnswer

Page = TypeVar("Page")


def _as_picture(request: dict[str, Any], picture: bytes) -> None:
    """Names the kind; the generated functions call every picture a stream of bytes, which `async`
    code could not send."""
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    request["content"] = picture
    request["headers"]["Content-Type"] = kind


class Applicants(Part):
    """Your people, by your own ids."""

    def create(
        self,
        external_user_id: str,
        *,
        claims: ClaimsIn | None = None,
        level: str | Unset = UNSET,
        locale: str | Unset = UNSET,
        metadata: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> ApplicantOut:
        """The applicant with this id of yours; made if there is none."""
        body = ApplicantIn(external_user_id, level=level, locale=locale)
        if claims is not None:
            body.claims = claims
        if metadata is not None:
            body.metadata = ApplicantInMetadata.from_dict(dict(metadata))
        return answered(
            lambda: applicants_create.sync(
                client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def get(self, applicant_id: str) -> ApplicantOut:
        """One, by our id."""
        return answered(lambda: applicants_get.sync(applicant_id, client=self._http))

    def find(self, external_user_id: str) -> ApplicantOut | None:
        """One, by yours."""
        try:
            page = answered(
                lambda: applicants_list.sync(client=self._http, external_user_id=external_user_id)
            )
        except NotFound:
            return None
        return page.applicants[0]

    def page(self, *, limit: int = 50, cursor: str = "") -> ApplicantList:
        """One page; `next_cursor` is empty on the last one."""
        return answered(lambda: applicants_list.sync(client=self._http, limit=limit, cursor=cursor))

    def iterate(self, *, limit: int = 50) -> Iterator[ApplicantOut]:
        """Everybody, page by page as they are asked for."""
        cursor = ""
        while True:
            page = self.page(limit=limit, cursor=cursor)
            yield from page.applicants
            if not (cursor := page.next_cursor):
                return

    def delete(self, applicant_id: str) -> ErasureReceipt:
        """Removes all data; the receipt says what law keeps, and until when."""
        return answered(lambda: applicants_delete.sync(applicant_id, client=self._http))

    def relationship_ended(self, applicant_id: str, ended_at: datetime | None) -> RelationshipOut:
        """Since when this person is no customer of yours any more; None: they are one again."""
        body = RelationshipIn(ended_at=ended_at)
        return answered(
            lambda: applicants_put_relationship.sync(applicant_id, client=self._http, body=body)
        )


class Sessions(Part):
    """Links to the hosted page, and tokens for an element of your own."""

    def create(
        self,
        applicant_id: str,
        *,
        ttl: int | Unset = UNSET,
        redirect_url: str | Unset = UNSET,
        steps: list[str] | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> SessionOut:
        """A page for one person and one browser; `ttl` in seconds. `steps=["liveness"]` asks for
        the face alone, once the document is read."""
        body = SessionIn(redirect_url=redirect_url, ttl=ttl, steps=steps)
        return answered(
            lambda: sessions_create.sync(
                applicant_id, client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def delete_all(self, applicant_id: str) -> None:
        """Every link and token of this person is over, at once."""
        try:
            sessions_delete_all.sync_detailed(applicant_id, client=self._http)
        except UnexpectedStatus as fault:
            raise UnexpectedAnswer(f"status {fault.status_code}") from None


class Verifications(Part):
    """Attempts, and what came of them."""

    def create(self, applicant_id: str, *, idempotency_key: str | None = None) -> VerificationView:
        """The applicant's open attempt, or a new one."""
        return answered(
            lambda: verifications_create.sync(
                applicant_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        )

    def get(self, verification_id: str) -> VerificationView:
        """One; `attributes`, `internal` and `evidence` by the key's scopes."""
        return answered(lambda: verifications_get.sync(verification_id, client=self._http))

    def page(
        self,
        *,
        applicant_id: str | Unset = UNSET,
        state: str | Unset = UNSET,
        level: str | Unset = UNSET,
        updated_from: datetime | Unset = UNSET,
        updated_until: datetime | Unset = UNSET,
        limit: int = 50,
        cursor: str = "",
    ) -> VerificationPage:
        """One page of those of one applicant, or in one state; it may be shorter than `limit`."""
        return answered(
            lambda: verifications_list.sync(
                client=self._http, applicant_id=applicant_id, state=state, level=level,
                updated_from=updated_from, updated_until=updated_until, limit=limit, cursor=cursor,
            )
        )  # fmt: skip

    def iterate(
        self,
        *,
        applicant_id: str | Unset = UNSET,
        state: str | Unset = UNSET,
        level: str | Unset = UNSET,
        updated_from: datetime | Unset = UNSET,
        updated_until: datetime | Unset = UNSET,
        limit: int = 50,
    ) -> Iterator[VerificationSummary]:
        """All of them, page by page as they are asked for."""
        cursor = ""
        while True:
            page = self.page(
                applicant_id=applicant_id, state=state, level=level, updated_from=updated_from,
                updated_until=updated_until, limit=limit, cursor=cursor,
            )  # fmt: skip
            yield from page.verifications
            if not (cursor := page.next_cursor):
                return

    def cancel(
        self, verification_id: str, *, idempotency_key: str | None = None
    ) -> VerificationView:
        """Ends an open attempt."""
        return answered(
            lambda: verifications_cancel.sync(
                verification_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        )

    def retry(
        self, verification_id: str, *, idempotency_key: str | None = None
    ) -> VerificationView:
        """A new attempt after one that ended."""
        return answered(
            lambda: verifications_retry.sync(
                verification_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        )

    def facts(self, verification_id: str, facts: FactsIn) -> VerificationView:
        """What only you know about the occasion and the device, for the level's conditions."""
        return answered(
            lambda: verifications_put_facts.sync(verification_id, client=self._http, body=facts)
        )

    def chip(
        self, verification_id: str, chip: ChipIn, *, idempotency_key: str | None = None
    ) -> ChipTaken:
        """What your own app read from the document's chip, once its picture has been read."""
        return answered(
            lambda: verifications_chip.sync(
                verification_id,
                client=self._http,
                body=chip,
                idempotency_key=key(idempotency_key),
            )
        )

    def document(
        self,
        verification_id: str,
        picture: bytes,
        *,
        side: str = "front",
        idempotency_key: str | None = None,
    ) -> Uploaded:
        """A JPEG or PNG that your own app took of the document."""
        request = verifications_documents._get_kwargs(
            verification_id, body=File(BytesIO(picture)), side=side,
            idempotency_key=key(idempotency_key),
        )  # fmt: skip
        _as_picture(request, picture)
        response = self._http.get_httpx_client().request(**request)
        return answered(
            lambda: verifications_documents._parse_response(client=self._http, response=response)
        )

    def face(
        self, verification_id: str, picture: bytes, *, idempotency_key: str | None = None
    ) -> FaceTaken:
        """A JPEG or PNG that your own app took of the person's face."""
        request = verifications_face._get_kwargs(
            verification_id, body=File(BytesIO(picture)), idempotency_key=key(idempotency_key)
        )
        _as_picture(request, picture)
        response = self._http.get_httpx_client().request(**request)
        return answered(
            lambda: verifications_face._parse_response(client=self._http, response=response)
        )


class Events(Part):
    """The log of everything that happens."""

    def page(self, *, after: str = "", limit: int = 50) -> EventPage:
        """What happened behind a position; keep the answer's `after`."""
        return answered(lambda: events_list.sync(client=self._http, after=after, limit=limit))

    def iterate(self, *, after: str = "", limit: int = 50) -> Iterator[EventOut]:
        """Everything behind a position until now, in the order of the log. Keep the last one's
        `position`: `after=str(position)` goes on from there."""
        while True:
            page = self.page(after=after, limit=limit)
            yield from page.events
            after = page.after
            if not page.more:
                return


class Sandbox(Part):
    """Test mode: with a key `vk_test_…` alone."""

    def scenarios(self) -> list[ScenarioOut]:
        """Everything it can play."""
        return answered(lambda: sandbox_get_scenarios.sync(client=self._http)).scenarios

    def document(self, scenario: str) -> bytes:
        """A JPEG that chooses the scenario: send it as the document of an attempt."""
        made = answered(lambda: sandbox_get_document.sync(client=self._http, scenario=scenario))
        return b64decode(made.image)

    def advance(
        self,
        verification_id: str,
        *,
        scenario: str | Unset = UNSET,
        days: int | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> VerificationView:
        """The next step of a scenario: the named one, or the one that the claims choose. With
        `days` the applicant's time moves on instead."""
        body = Advance(scenario=scenario, days=days)
        return answered(
            lambda: sandbox_advance.sync(
                verification_id, client=self._http, body=body,
                idempotency_key=key(idempotency_key),
            )
        )  # fmt: skip
