"""The routes by noun. Each method calls one generated function; for errors see `Vestibule`.

Methods that write take `idempotency_key`. If you choose one (e.g. your order's number), the same
call, even after a crash of yours, gets the first answer again, for a day. Otherwise every call has
its own key.
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
    """Sets the picture as the request's body, with its content type: the generated functions send a
    stream of bytes of no type, which `async` code could not send."""
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    request["content"] = picture
    request["headers"]["Content-Type"] = kind


class Applicants(Part):
    """Your applicants. `external_user_id` is your id of a person, `applicant_id` is ours."""

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
        """Returns the applicant with this id of yours; creates them if there is none. `claims`:
        what they say about themselves; `level`: a level's name; `locale`: language of mails."""
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
        """The applicant with our id."""
        return answered(lambda: applicants_get.sync(applicant_id, client=self._http))

    def find(self, external_user_id: str) -> ApplicantOut | None:
        """The applicant with your id, or None."""
        try:
            page = answered(
                lambda: applicants_list.sync(client=self._http, external_user_id=external_user_id)
            )
        except NotFound:
            return None
        return page.applicants[0]

    def page(self, *, limit: int = 50, cursor: str = "") -> ApplicantList:
        """One page of applicants. `cursor`: `next_cursor` of the page before, which is "" on the
        last page."""
        return answered(lambda: applicants_list.sync(client=self._http, limit=limit, cursor=cursor))

    def iterate(self, *, limit: int = 50) -> Iterator[ApplicantOut]:
        """All applicants; pages of `limit` are fetched when needed."""
        cursor = ""
        while True:
            page = self.page(limit=limit, cursor=cursor)
            yield from page.applicants
            if not (cursor := page.next_cursor):
                return

    def delete(self, applicant_id: str) -> ErasureReceipt:
        """Erases the applicant's data; the receipt lists what law keeps, and until when."""
        return answered(lambda: applicants_delete.sync(applicant_id, client=self._http))

    def relationship_ended(self, applicant_id: str, ended_at: datetime | None) -> RelationshipOut:
        """Records since when a person is no longer your customer; None: they are one again."""
        body = RelationshipIn(ended_at=ended_at)
        return answered(
            lambda: applicants_put_relationship.sync(applicant_id, client=self._http, body=body)
        )


class Sessions(Part):
    """Links to the hosted page, and tokens for the web component in your own page."""

    def create(
        self,
        applicant_id: str,
        *,
        ttl: int | Unset = UNSET,
        redirect_url: str | Unset = UNSET,
        steps: list[str] | Unset = UNSET,
        idempotency_key: str | None = None,
    ) -> SessionOut:
        """Creates a session for one person and one browser. `ttl`: seconds; `redirect_url`: where
        the hosted page goes at the end. `steps=["liveness"]` asks for the face alone, once the
        document was read."""
        body = SessionIn(redirect_url=redirect_url, ttl=ttl, steps=steps)
        return answered(
            lambda: sessions_create.sync(
                applicant_id, client=self._http, body=body, idempotency_key=key(idempotency_key)
            )
        )

    def delete_all(self, applicant_id: str) -> None:
        """Ends every link and token of this person at once."""
        try:
            sessions_delete_all.sync_detailed(applicant_id, client=self._http)
        except UnexpectedStatus as fault:
            raise UnexpectedAnswer(f"status {fault.status_code}") from None


class Verifications(Part):
    """Verifications and their results."""

    def create(self, applicant_id: str, *, idempotency_key: str | None = None) -> VerificationView:
        """Returns the applicant's open verification, or creates one."""
        return answered(
            lambda: verifications_create.sync(
                applicant_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        )

    def get(self, verification_id: str) -> VerificationView:
        """One verification; `attributes`, `internal` and `evidence` depend on the key's scopes."""
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
        """One page of verifications, of one applicant or in one state; it may be shorter than
        `limit`. `cursor`: `next_cursor` of the page before, which is "" on the last page."""
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
        """All verifications, filtered as in `page`; pages of `limit` are fetched when needed."""
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
        """Ends an open verification."""
        return answered(
            lambda: verifications_cancel.sync(
                verification_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        )

    def retry(
        self, verification_id: str, *, idempotency_key: str | None = None
    ) -> VerificationView:
        """Creates a new verification after one that has ended."""
        return answered(
            lambda: verifications_retry.sync(
                verification_id, client=self._http, idempotency_key=key(idempotency_key)
            )
        )

    def facts(self, verification_id: str, facts: FactsIn) -> VerificationView:
        """Sets facts about the occasion and the device that only you know, for the level's
        conditions."""
        return answered(
            lambda: verifications_put_facts.sync(verification_id, client=self._http, body=facts)
        )

    def chip(
        self, verification_id: str, chip: ChipIn, *, idempotency_key: str | None = None
    ) -> ChipTaken:
        """Sends the data that your own app read from the document's chip, once its picture was
        read."""
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
        """Sends a JPEG or PNG of the document that your own app took. `side`: front or back."""
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
        """Sends a JPEG or PNG of the person's face that your own app took."""
        request = verifications_face._get_kwargs(
            verification_id, body=File(BytesIO(picture)), idempotency_key=key(idempotency_key)
        )
        _as_picture(request, picture)
        response = self._http.get_httpx_client().request(**request)
        return answered(
            lambda: verifications_face._parse_response(client=self._http, response=response)
        )


class Events(Part):
    """The log of all events."""

    def page(self, *, after: str = "", limit: int = 50) -> EventPage:
        """One page of events after a position, in the order of the log. Keep the answer's `after`
        for the next call."""
        return answered(lambda: events_list.sync(client=self._http, after=after, limit=limit))

    def iterate(self, *, after: str = "", limit: int = 50) -> Iterator[EventOut]:
        """All events after a position until now, in the order of the log. Keep the last one's
        `position`: `after=str(position)` continues from there."""
        while True:
            page = self.page(after=after, limit=limit)
            yield from page.events
            after = page.after
            if not page.more:
                return


class Sandbox(Part):
    """Test mode; only for keys `vk_test_…`."""

    def scenarios(self) -> list[ScenarioOut]:
        """The scenarios of test mode."""
        return answered(lambda: sandbox_get_scenarios.sync(client=self._http)).scenarios

    def document(self, scenario: str) -> bytes:
        """A JPEG that chooses the scenario: send it as the document of a verification."""
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
        """Plays the next step of a scenario: of the named one, or of that which the claims choose.
        With `days` the applicant's time is moved forward instead."""
        body = Advance(scenario=scenario, days=days)
        return answered(
            lambda: sandbox_advance.sync(
                verification_id, client=self._http, body=body,
                idempotency_key=key(idempotency_key),
            )
        )  # fmt: skip
