"""Notifications to the applicant: one mail and one text message per outcome they may know of."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.applicants.applicant import is_applicant
from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.languages import language_of, reasons_in, words_in
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.levels.level import Level, Notice, Notification, Way
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.consequences.once import Once
from chalicelib.services.ports import Account, Identity, Messages, Store

#: State -> template. Other states are not announced; in particular, a review never is.
TOLD = {
    State.APPROVED: "welcome",
    State.REJECTED: "rejected",
    State.RESUBMIT_REQUESTED: "more-information-needed",
    State.STALE: "verify-again",
}
#: The template for an approval that will fall due.
SOON = "verify-soon"
#: Template -> the level's name for this notice.
WORD_OF = {
    "welcome": Notice.APPROVED,
    "rejected": Notice.REJECTED,
    "more-information-needed": Notice.MORE_INFORMATION,
    "verify-again": Notice.STALE,
    SOON: Notice.DUE,
}
#: Templates that give reasons.
WHY = frozenset({State.REJECTED, State.RESUBMIT_REQUESTED, State.STALE})
#: Templates that are sent again even if the last message used the same one.
NEWS = frozenset({"more-information-needed", "verify-again", SOON})
CHANNELS = (Way.EMAIL, Way.SMS)


def reachable(account: Account | None, channel: str) -> bool:
    """Whether the account can be reached by this channel: by mail only at a verified address, since
    another one may be a stranger's."""
    return account is not None and (channel != Way.EMAIL or account.email_verified)


def template_of(verification: Verification) -> str:
    """The template for the verification's current state; "" if that is not announced."""
    if verification.notice:
        return SOON if verification.state is State.APPROVED else ""
    return TOLD.get(verification.state, "")


def notification_of(level: Level, what: Notice, channel: str) -> Notification | None:
    """The level's notification for this notice and channel; None if it has none."""
    for notification in level.notices.told:
        if notification.what is what and channel in notification.by:
            return notification
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantIsTold:
    """Announces the current state, as the level version of the attempt prescribes. A request for
    better pictures carries a personal `link`. A second approval after a review that the applicant
    was not told of is not announced."""

    verifications: Store[Verification]
    identity: Identity
    messages: Messages
    once: Once
    link: Callable[[str], str]
    pinned: Callable[[str], Level]

    def follow(self, event: VerificationMoved) -> None:
        """Notifies by both channels; a failure of one does not stop the other."""
        told = event.notice or event.state in TOLD
        if not told or event.mode != "live" or is_applicant(event.user_id):
            return  # the other backend notifies its own applicants
        verification = self.verifications.find(event.verification_id)
        if verification is None or verification.moves != event.move:
            return  # erased, or an old event: the newer one announces the current state
        failed: VestibuleError | None = None
        for channel in CHANNELS:
            try:
                self.tell(verification, channel)
            except VestibuleError as error:
                failed = error
        if failed:
            raise failed

    def tell(self, verification: Verification, channel: str) -> None:
        """Sends the notification once, then publishes it once to the company's topic. A failure of
        one does not repeat the other."""
        template = template_of(verification)
        account = self.identity.find(verification.user_id)
        if not template or account is None or not reachable(account, channel):
            return
        level = self.pinned(verification.level_key)
        notification = notification_of(level, WORD_OF[template], channel)
        if notification is None:
            return
        own = notification.words.get(language_of(account.language), "")

        def send() -> None:
            if channel == Way.SMS:
                said = words_in(account.language).sms[template]
                self.messages.sms(account.phone, own or said.format(date=_day(verification)))
            else:
                letter = self._letter(verification, template, account.language, own)
                self.messages.email(account.email, letter)

        def announce() -> None:
            facts = {"verificationId": verification.verification_id, "channel": channel}
            if verification.onboarding_id:
                facts["onboardingId"] = verification.onboarding_id
            self.messages.announce(template, facts)

        case, move = verification.verification_id, verification.moves
        word = f"{template}#{move}" if template in NEWS else template
        # Due dates are remembered apart. Otherwise a reminder would hide the welcome mail in the
        # memory, and a second approval after an undisclosed review would send it again.
        due = "due-" if template == SOON else ""
        self.once.do(f"{due}applicant-{channel}", case, move, word, send)
        self.once.do(f"{due}announced-{channel}", case, move, word, announce)

    def _letter(self, verification: Verification, template: str, language: str, own: str) -> Letter:
        """The letter, with the reasons or the due date where the template has them."""
        why = _day(verification)
        if verification.state in WHY:
            why = reasons_in(language, verification.reasons)
        again = verification.state is State.RESUBMIT_REQUESTED
        link = self.link(verification.user_id) if again else ""
        return Letter(template, language, " ".join(filter(None, (own, why))), link)


def _day(verification: Verification) -> str:
    """The due date (ISO 8601) of the last reminder; "" if there was none."""
    return verification.notices.get(verification.notice, "").partition("/")[0]
