"""The applicant follows: one mail and one text message per end they may know of."""

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

#: What a state is told with. Whatever else happens is not told: least of all a review.
TOLD = {
    State.APPROVED: "welcome",
    State.REJECTED: "rejected",
    State.RESUBMIT_REQUESTED: "more-information-needed",
    State.STALE: "verify-again",
}
#: What falls due is told with this while the approval stands.
SOON = "verify-soon"
#: The mail, and the level's word for it.
WORD_OF = {
    "welcome": Notice.APPROVED,
    "rejected": Notice.REJECTED,
    "more-information-needed": Notice.MORE_INFORMATION,
    "verify-again": Notice.STALE,
    SOON: Notice.DUE,
}
#: These tell why; the others have nothing to explain.
WHY = frozenset({State.REJECTED, State.RESUBMIT_REQUESTED, State.STALE})
#: Each of these is news, though the same was said before.
NEWS = frozenset({"more-information-needed", "verify-again", SOON})
CHANNELS = (Way.EMAIL, Way.SMS)


def reachable(account: Account | None, channel: str) -> bool:
    """Mails go to addresses that were proven: any other may be a stranger's."""
    return account is not None and (channel != Way.EMAIL or account.email_verified)


def template_of(verification: Verification) -> str:
    """What a verification is told with as it stands; empty for what is not told."""
    if verification.notice:
        return SOON if verification.state is State.APPROVED else ""
    return TOLD.get(verification.state, "")


def notification_of(level: Level, what: Notice, channel: str) -> Notification | None:
    """How a level has this told by that way; None if it does not."""
    for notification in level.notices.told:
        if notification.what is what and channel in notification.by:
            return notification
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantIsTold:
    """Tells what is so now, as the version of the level that the attempt began with says; who is
    asked for better pictures gets a `link` of their own. Who is approved again after a review they
    know nothing of is told nothing."""

    verifications: Store[Verification]
    identity: Identity
    messages: Messages
    once: Once
    link: Callable[[str], str]
    pinned: Callable[[str], Level]

    def follow(self, event: VerificationMoved) -> None:
        """By both channels; one that fails does not stop the other."""
        told = event.notice or event.state in TOLD
        if not told or event.mode != "live" or is_applicant(event.user_id):
            return  # whoever came from another backend is told by it
        verification = self.verifications.find(event.verification_id)
        if verification is None or verification.moves != event.move:
            return  # erased, or moved on: what is so now is told by the move that made it so
        failed: VestibuleError | None = None
        for channel in CHANNELS:
            try:
                self.tell(verification, channel)
            except VestibuleError as error:
                failed = error
        if failed:
            raise failed

    def tell(self, verification: Verification, channel: str) -> None:
        """What the verification's state is told with, once; then the company's topic hears of it,
        once. Neither is repeated because the other failed."""
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
        # What falls due has its own memory: whoever is approved again after a review they know
        # nothing of must not be welcomed again because something else was told meanwhile.
        due = "due-" if template == SOON else ""
        self.once.do(f"{due}applicant-{channel}", case, move, word, send)
        self.once.do(f"{due}announced-{channel}", case, move, word, announce)

    def _letter(self, verification: Verification, template: str, language: str, own: str) -> Letter:
        """With why, where there is something to explain, or the day on which something is due."""
        why = _day(verification)
        if verification.state in WHY:
            why = reasons_in(language, verification.reasons)
        again = verification.state is State.RESUBMIT_REQUESTED
        link = self.link(verification.user_id) if again else ""
        return Letter(template, language, " ".join(filter(None, (own, why))), link)


def _day(verification: Verification) -> str:
    """The day on which what was told last falls due; empty where nothing was."""
    return verification.notices.get(verification.notice, "").partition("/")[0]
