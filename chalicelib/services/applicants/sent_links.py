"""A link for another device, sent to whom it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Conflict
from chalicelib.domain.languages import words_in
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.levels.level import Way
from chalicelib.domain.limits import Paid
from chalicelib.services.budgets import Budgets, Who
from chalicelib.services.ports import Clock, Identity, Messages

LETTER = "hand-off"
PAID = {Way.SMS: Paid.SMS, Way.EMAIL: Paid.MAIL}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLinks:
    """Text messages go to the number that was proven at the sign-up, mails to a proven address: the
    link opens without a password, and another address may be a stranger's.
    """

    identity: Identity
    messages: Messages
    budgets: Budgets
    hashed: Callable[..., str]
    now: Clock

    def send(self, person_id: str, link: str, until: datetime, way: Way) -> None:
        """Sends the link, which lives until then. Conflict where there is nowhere of their own to
        send it to; TooMany; Unavailable.
        """
        account = self.identity.find(person_id)
        if account is None or (way is Way.EMAIL and not account.email_verified):
            raise Conflict("there is no proven address to send it to", "nowhere_to_send")
        number = self.hashed("phone", account.phone) if way is Way.SMS else ""
        with self.budgets.paying(PAID[way], "link-sent", Who(person=person_id, number=number)):
            if way is Way.EMAIL:
                self.messages.email(account.email, Letter(LETTER, account.language, link=link))
                return
            minutes = int((until - self.now()).total_seconds() // 60)
            text = words_in(account.language).hand_off.format(link=link, minutes=minutes)
            self.messages.sms(account.phone, text)
