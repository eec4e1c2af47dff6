"""Other backends: their keys, their people, and the log of events that they are told of."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from chalicelib.application.accounts import AccountsAndPeople

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.applicants.api_keys import Mode, Rights
    from chalicelib.services.applicants.api_keys import ApiKeys
    from chalicelib.services.applicants.applicants import Applicants
    from chalicelib.services.applicants.federated import Federated
    from chalicelib.services.applicants.leading import Leading
    from chalicelib.services.applicants.passing import PassingApplicants
    from chalicelib.services.applicants.recent_keys import RecentKeys
    from chalicelib.services.applicants.sent_links import SentLinks
    from chalicelib.services.applicants.sessions import ApplicantSessions
    from chalicelib.services.feeds.deliveries import BackendsAreTold, Deliveries
    from chalicelib.services.feeds.endpoints import WebhookEndpoints
    from chalicelib.services.feeds.log import EventLog, Names


class Backends(AccountsAndPeople):
    """API keys, applicants, and webhook endpoints."""

    @cached_property
    def api_keys(self) -> ApiKeys:
        """Keys of backends."""

        from chalicelib.domain.applicants.derived import derived_text
        from chalicelib.services.applicants.api_keys import ApiKeys

        return ApiKeys(
            keys=self.outside.records.api_keys,
            audit=self.outside.audit,
            hashed=partial(derived_text, self.outside.pepper()),
            now=self.now,
        )

    @cached_property
    def recent_keys(self) -> RecentKeys:
        """Keys that this process has seen within a minute."""

        from chalicelib.services.applicants.recent_keys import RecentKeys

        return RecentKeys(recognize=lambda text: self.api_keys.recognize(text), now=self.now)

    def signers_rights(self, principal: str, mode: Mode) -> Rights:
        """What who signs with IAM may do in a mode; nothing, unless settings say more."""
        from chalicelib.domain.applicants.api_keys import Rights, Scope

        scopes = tuple(Scope(word) for word in self.settings.iam_scopes)
        return Rights(f"iam:{principal}", mode, scopes, self.settings.iam_redirects)

    @cached_property
    def applicants(self) -> Applicants:
        """People of other backends."""

        from chalicelib.services.applicants.applicants import Applicants

        return Applicants(
            applicants=self.outside.records.applicants,
            external=self.outside.records.external_ids,
            save_claims=self.people.save_profile,
            level_exists=self.levels.begun_by_applicant,
            audit=self.outside.audit,
            now=self.now,
            new_id=self.new_id,
            tombstones=self.tombstones,
            remember=lambda *ids: self.passing.remember(*ids),
        )

    @property
    @abstractmethod
    def passing(self) -> PassingApplicants:
        """Test applicants, whose time ends; it needs the erasure."""

    @cached_property
    def applicant_sessions(self) -> ApplicantSessions:
        """Their sessions."""

        from chalicelib.services.applicants.sessions import ApplicantSessions

        return ApplicantSessions(
            sessions=self.outside.records.applicant_sessions,
            marks=self.outside.records.marks,
            audit=self.outside.audit,
            pepper=self.outside.pepper(),
            site=self.settings.site_origin,
            now=self.now,
            new_id=self.new_id,
            admits=self._admits,
        )

    @cached_property
    def sent_links(self) -> SentLinks:
        """Links that are sent to people's own phones."""

        from chalicelib.services.applicants.sent_links import SentLinks

        return SentLinks(
            identity=self.outside.identity,
            messages=self.outside.messages,
            budgets=self.budgets,
            hashed=self.hashed,
            now=self.now,
        )

    @cached_property
    def leading(self) -> Leading:
        """What their sessions lead through."""

        from chalicelib.services.applicants.leading import Leading

        return Leading(
            person=self.verifications.person,
            attempt=self.verifications.get,
            documents=self.outside.records.documents,
            pinned=self.levels.pinned,
            in_force=self.levels.in_force,
        )

    @cached_property
    def federated(self) -> Federated:
        """Those who come with a token of the company's own identity provider."""

        from chalicelib.services.applicants.federated import Federated

        return Federated(
            tokens=self.outside.provider_tokens,
            applicants=self.applicants,
            marks=self.outside.records.marks,
            now=self.now,
        )

    def _admits(self, user_id: str, since: datetime) -> bool:
        """Whether the door takes what a user of the pool got at a time."""

        from chalicelib.domain.errors import Unauthenticated
        from chalicelib.services.accounts.door import Token

        try:
            self.door.admit(Token(user_id, since))
        except Unauthenticated:
            return False
        return True

    def ask_again_link(self, person_id: str) -> str:
        """The hosted page for somebody who is asked for better pictures."""
        sessions = self.applicant_sessions
        return sessions.link(sessions.ask_again(person_id))

    def level_of(self, person_id: str) -> str:
        """The name of the level that somebody in a session is led through."""

        from chalicelib.domain.applicants.applicant import is_applicant, mode_of

        if is_applicant(person_id):
            return self.applicants.get(mode_of(person_id), person_id).level
        return self.settings.level

    def spoken_by(self, person_id: str) -> str:
        """The language of somebody in a session."""

        from chalicelib.domain.applicants.applicant import is_applicant, mode_of

        if is_applicant(person_id):
            return self.applicants.get(mode_of(person_id), person_id).locale
        account = self.outside.identity.find(person_id)
        return account.language if account else "en"

    def external_id(self, person_id: str) -> str | None:
        """A backend's own id of a person; None for users of the pool and who was erased."""

        from chalicelib.domain.applicants.applicant import is_applicant, mode_of

        if not is_applicant(person_id):
            return None
        found = self.outside.records.applicants.find(mode_of(person_id), person_id)
        return found.external_user_id if found else None

    def external_ids(self, people: Sequence[str]) -> dict[str, str]:
        """The same of many; who has none is not among them."""

        from chalicelib.domain.applicants.applicant import is_applicant, mode_of

        keys = [(str(mode_of(person)), person) for person in people if is_applicant(person)]
        found = self.outside.records.applicants.find_all(keys) if keys else {}
        return {key[1]: applicant.external_user_id for key, applicant in found.items()}

    @cached_property
    def event_log(self) -> EventLog:
        """What has happened."""

        from chalicelib.services.feeds.log import EventLog

        return EventLog(
            entries=self.outside.records.feed_entries,
            ends=self.outside.records.feed_ends,
            ids=self.outside.records.placed_events,
            transactions=self.outside.transactions,
            tombstones=self.tombstones,
            now=self.now,
        )

    @cached_property
    def names(self) -> Names:
        """Backends' own ids."""

        from chalicelib.services.feeds.log import Names

        return Names(self.external_id, self.external_ids)

    @cached_property
    def webhook_endpoints(self) -> WebhookEndpoints:
        """Where backends hear of events."""

        from chalicelib.services.feeds.endpoints import WebhookEndpoints

        return WebhookEndpoints(
            endpoints=self.outside.records.webhook_endpoints,
            deliveries=self.outside.records.deliveries,
            queue=self.outside.webhook_queue,
            audit=self.outside.audit,
            pepper=self.outside.pepper(),
            now=self.now,
            new_id=self.new_id,
        )

    @cached_property
    def backends_are_told(self) -> BackendsAreTold:
        """The follower of every move."""

        from chalicelib.services.feeds.deliveries import BackendsAreTold

        return BackendsAreTold(
            log=self.event_log,
            endpoints=self.outside.records.webhook_endpoints,
            queue=self.outside.webhook_queue,
            once=self.once,
        )

    @cached_property
    def deliveries(self) -> Deliveries:
        """Tries to tell."""

        from chalicelib.services.feeds.deliveries import Deliveries

        return Deliveries(
            log=self.event_log,
            endpoints=self.outside.records.webhook_endpoints,
            deliveries=self.outside.records.deliveries,
            names=self.names,
            queue=self.outside.webhook_queue,
            poster=self.outside.poster,
            messages=self.outside.messages,
            pepper=self.outside.pepper(),
            now=self.now,
        )
