"""Sessions at KYC providers: an unfinished one is reused; if one is down, the next is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unavailable, VestibuleError
from chalicelib.domain.levels.level import Level
from chalicelib.domain.vendors.vendor import SessionRequest, VendorSession
from chalicelib.domain.vendors.webhook_records import SessionLink, session_key
from chalicelib.domain.vendors.words import OTHER_WAY
from chalicelib.domain.verifications.verification import OPEN, State, Verification
from chalicelib.services.ports import Clock, Limits, Messages, Store
from chalicelib.services.vendors.opened import IN_HOUSE, keep_session, sessions_of
from chalicelib.services.vendors.ports import KycProvider
from chalicelib.services.verifications.verifications import Verifications

STARTS_PER_HOUR = 10
HOUR = 3600
#: A link that expires sooner than this is not reused.
USEFUL = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Started:
    """A started session: the URL of the provider's page, or a token for its SDK."""

    verification_id: str
    provider: str
    expires_at: datetime
    session_url: str = field(default="", repr=False)
    sdk_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    """Opens sessions. `order`: the providers in the order they are asked, unless the attempt's
    level (`pinned`) has its own. `choice`: callers may name one of them."""

    find: Callable[[str], KycProvider]
    order: Sequence[str]
    choice: bool
    links: Store[SessionLink]
    verifications: Verifications
    limits: Limits
    messages: Messages
    return_url: str
    now: Clock
    pinned: Callable[[str], Level]
    remember: Callable[[Verification], None]

    def start(self, user_id: str, wanted: str = "") -> Started:
        """A session for this user, new or unfinished.

        TooMany after ten starts an hour; Conflict if no session can be started now; Unavailable if
        no provider answers.
        """
        self.limits.hit(f"kyc-start#{user_id}", STARTS_PER_HOUR, HOUR)
        if wanted and (not self.choice or wanted not in self.order):
            raise BadRequest("this provider cannot be chosen", "provider_unknown")
        verification = self.verifications.open(user_id)
        self.remember(verification)
        order = self._order(wanted, verification)
        if OTHER_WAY in verification.reasons and not wanted:
            order = [name for name in order if name != verification.provider] or order
        elif verification.provider_session and (not wanted or verification.provider == wanted):
            session = self._unfinished(verification)
            if session:
                return _started(verification, session)
        return self._open(verification, order)

    def _order(self, wanted: str, verification: Verification) -> Sequence[str]:
        """The providers for this attempt, in the order of its level or of the settings."""
        order = self.pinned(verification.level_key).providers_of(self.order)
        if wanted and wanted not in order:
            raise BadRequest("this provider cannot be chosen", "provider_unknown")
        if verification.mode == Mode.TEST:  # no paid service is called in test mode
            return [IN_HOUSE]
        if not wanted:
            return order
        return [wanted, *(name for name in order if name not in (wanted, IN_HOUSE))]

    def _unfinished(self, verification: Verification) -> VendorSession | None:
        """The unfinished session, with a new or the stored link; None."""
        provider = self.find(verification.provider)
        again = verification.state is State.RESUBMIT_REQUESTED
        if again and not provider.resubmits_in_place:
            return None
        session_id = verification.provider_session
        try:
            session = provider.resume(session_id)
        except (Conflict, NotFound, Unavailable):
            kept = self.links.find(provider.name, session_key(session_id))
            if kept is None or kept.link_ends - USEFUL < self.now():
                return None
            return VendorSession(
                provider.name, session_id, kept.link_ends, kept.url, kept.sdk_token
            )
        return session if session.url or session.sdk_token else None

    def _open(self, verification: Verification, order: Sequence[str]) -> Started:
        number = sessions_of(verification) + 1
        left = verification.closes_at - self.now()
        request = SessionRequest(verification.verification_id, self.return_url, left, number)
        for name in order:
            provider = self.find(name)
            try:
                session = provider.create(request)
            except VestibuleError as error:  # whatever failed, the next provider may succeed
                self._alarm(verification, name, error)
                continue
            return self._opened(verification, session, number)
        raise Unavailable("no provider can open a session right now", "no_provider")

    def _alarm(self, verification: Verification, name: str, error: VestibuleError) -> None:
        facts = {
            "provider": name,
            "verificationId": verification.verification_id,
            "errorCode": error.code,
        }
        self.messages.alert("A KYC provider could not open a session", facts)

    def _opened(self, verification: Verification, session: VendorSession, number: int) -> Started:
        """Stores the session before anybody can finish it; concurrent starts end with one."""
        ours = session.provider == IN_HOUSE
        if ours and verification.provider == IN_HOUSE:
            return _started(verification, session)
        if not ours:
            for one in (session.session_id, *session.also_known_as):
                self.links.put(link_of(session, verification, one))
        for _ in range(8):
            try:
                opened = keep_session(self.verifications, verification, session, number)
                break
            except Conflict:
                verification = self.verifications.get(verification.verification_id)
                other = verification.provider_session
                if other and other != session.session_id and verification.state in OPEN:
                    first = self._unfinished(verification)
                    if first:
                        return _started(verification, first)
        else:
            raise Conflict("somebody else is starting this verification", "changed_meanwhile")
        return _started(opened, session)


def link_of(session: VendorSession, verification: Verification, one: str) -> SessionLink:
    """The record that maps a session (or another id of it) to its verification. It is kept a month
    longer than the verification.
    """
    return SessionLink(
        session.provider,
        session_key(one),
        verification.verification_id,
        session.expires_at,
        verification.closes_at + timedelta(days=30),
        session.url,
        session.sdk_token,
    )


def _started(verification: Verification, session: VendorSession) -> Started:
    return Started(
        verification.verification_id,
        session.provider,
        session.expires_at,
        session.url,
        session.sdk_token,
    )
