"""The applicant follows: one mail and one text message per end they may know of."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.applicants.applicant import is_applicant
from chalicelib.domain.errors import VestibuleError
from chalicelib.domain.events.verification_events import VerificationMoved
from chalicelib.domain.languages import reasons_in, words_in
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.services.consequences.once import Once
from chalicelib.services.ports import Account, Identity, Messages, Store

#: What a state is told with. Whatever else happens is not told: least of all a review.
TOLD = {
    State.APPROVED: "welcome",
    State.REJECTED: "rejected",
    State.RESUBMIT_REQUESTED: "more-information-needed",
}
CHANNELS = ("email", "sms")


def reachable(account: Account | None, channel: str) -> bool:
    """Mails go to addresses that were proven: any other may be a stranger's."""
    return account is not None and (channel != "email" or account.email_verified)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantIsTold:
    """Tells what is so now; who is asked for better pictures gets a `link` of their own. Who is
    approved again after a review they know nothing of is told nothing."""

    verifications: Store[Verification]
    identity: Identity
    messages: Messages
    once: Once
    link: Callable[[str], str]

    def follow(self, event: VerificationMoved) -> None:
        """By both channels; one that fails does not stop the other."""
        if (
            event.notice
            or event.state not in TOLD
            or event.mode != "live"
            or is_applicant(event.user_id)
        ):
            return  # whoever came from another backend is told by it, as is what falls due
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
        template = TOLD.get(verification.state)
        account = self.identity.find(verification.user_id)
        if template is None or account is None or not reachable(account, channel):
            return

        again = verification.state is State.RESUBMIT_REQUESTED  # each request is news

        def send() -> None:
            if channel == "sms":
                self.messages.sms(account.phone, words_in(account.language).sms[template])
            else:
                why = reasons_in(account.language, verification.reasons)
                own = self.link(verification.user_id) if again else ""
                self.messages.email(account.email, Letter(template, account.language, why, own))

        def announce() -> None:
            facts = {"verificationId": verification.verification_id, "channel": channel}
            if verification.onboarding_id:
                facts["onboardingId"] = verification.onboarding_id
            self.messages.announce(template, facts)

        case, move = verification.verification_id, verification.moves
        word = f"{template}#{move}" if again else template
        self.once.do(f"applicant-{channel}", case, move, word, send)
        self.once.do(f"announced-{channel}", case, move, word, announce)
