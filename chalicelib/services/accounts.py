"""Signing up and proving the phone.

Nobody can ask us who our users are. An address that is taken, whatever its state, gets the same
answer as a new one, and what follows (codes that are wrong, codes that are asked for again) is the
same conversation, held with a decoy: a code that was never sent. Its owner alone hears of it.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain import phone_code
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    NotAuthorized,
    NotFound,
    TooMany,
    Unavailable,
    UsernameExists,
)
from chalicelib.domain.limits import Paid
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.onboarding import Onboarding, Stage
from chalicelib.domain.phone_code import PhoneCode
from chalicelib.services.budgets import Budgets, Who
from chalicelib.services.ports import (
    Account,
    Clock,
    Identity,
    Ids,
    Messages,
    Store,
    Workflow,
)
from chalicelib.services.workflow import Resumer

PHONE_STEP = "phone"
PENDING_DAYS = timedelta(days=30)
CODE_WRONG = "the code is wrong"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Use cases around the account; Cognito keeps the password, we never store it.

    `countries` are the calling codes that text messages go to; `hashed` makes keyed hashes.
    """

    identity: Identity
    onboardings: Store[Onboarding]
    codes: Store[PhoneCode]
    marks: Store[Mark]
    workflow: Workflow
    resumer: Resumer
    messages: Messages
    budgets: Budgets
    countries: tuple[str, ...]
    pepper: bytes
    hashed: Callable[..., str]
    now: Clock
    new_id: Ids

    def start_signup(self, email: str, password: str, phone: str) -> str:
        """Opens an account and starts the onboarding; returns its id at once."""
        if not phone.startswith(self.countries):
            raise BadRequest("we send no codes to this country", "phone_country_not_served")
        self.budgets.spend("signup", Who(name=email, number=phone))
        onboarding_id = self.new_id()
        user_id = self._open_account(email, password, phone, onboarding_id)
        if user_id is None:
            return self._same_sign_up(email, password, phone) or self._decoy(onboarding_id)
        now = self.now()
        self.onboardings.add(Onboarding(onboarding_id, user_id, now, now))
        self.workflow.start(onboarding_id)
        return onboarding_id

    def _open_account(
        self, email: str, password: str, phone: str, onboarding_id: str
    ) -> str | None:
        """The new user's id, or None when the address is taken.

        Only what began here may be replaced, and only once its code can no longer come: an account
        that is confirmed, invited, disabled or waits for a new password is somebody's.
        """
        account = self.identity.find(email)
        if account is not None and not self._left_behind(account, email):
            self._tell_owner(account)
            return None
        if account is not None:
            self.identity.delete(account.user_id)
        now, subject = self.now(), self.hashed("sign-up", email)
        until = now + phone_code.LIFETIME
        end = now + PENDING_DAYS
        self.marks.put(Mark(subject, MarkKind.PENDING, now, end, onboarding_id, until=until))
        try:
            return self.identity.sign_up(email, password, phone)
        except UsernameExists:  # somebody signed up with it at the same moment
            return None

    def _left_behind(self, account: Account, email: str) -> bool:
        mark = self._pending(email)
        if account.status != "UNCONFIRMED" or not account.enabled or mark is None:
            return False
        return mark.until is not None and self.now() >= mark.until

    def _pending(self, email: str) -> Mark | None:
        return self.marks.find(self.hashed("sign-up", email), MarkKind.PENDING)

    def _same_sign_up(self, email: str, password: str, phone: str) -> str | None:
        """The onboarding that was begun with the same password and phone: an answer got lost, or
        the call that began it died on the way. It is carried on.
        """
        mark, account = self._pending(email), self.identity.find(email)
        if mark is None or account is None or not self._fits(email, password):
            return None
        if not account.phone:  # it died before the phone was noted
            self.identity.note_phone(account.user_id, phone)
        elif account.phone != phone:
            return None
        now = self.now()
        with suppress(Conflict):
            self.onboardings.add(Onboarding(mark.note, account.user_id, now, now))
        self.workflow.start(mark.note)
        return mark.note

    def _fits(self, email: str, password: str) -> bool:
        """Is it the password of an account that still waits for its confirmation?"""
        try:
            self.identity.login(email, password)
        except NotAuthorized as error:
            return error.code == "not_confirmed"
        except (TooMany, NotFound):
            return False
        return False

    def _decoy(self, onboarding_id: str) -> str:
        """An onboarding whose code nobody has: it can be tried and asked for as any other."""
        nothing = secrets.token_hex(32)
        self.codes.add(phone_code.issue(None, onboarding_id, nothing, self.now()))
        return onboarding_id

    def _tell_owner(self, account: Account) -> None:
        if account.status != "CONFIRMED" or not account.enabled:
            return
        try:
            self.budgets.spend("signup-told", Who(name=account.email))
        except TooMany:
            return
        self.messages.email(account.email, "more-information-needed", {"reason": _EXISTS})

    def send_code(self, onboarding_id: str, token: str = "") -> None:
        """Sends a fresh code by SMS; `token` is the waiting workflow step's."""
        onboarding = self.onboardings.get(onboarding_id)
        if token:
            self.resumer.wait(onboarding_id, PHONE_STEP, token, timedelta(hours=24))
            if onboarding.reached is not Stage.STARTED:
                self.resumer.resume(onboarding_id, PHONE_STEP, {"verified": True})
                return
        account = self.identity.find(onboarding.user_id)
        if account is None:
            raise NotFound("no such onboarding", "onboarding_not_found")
        self._sent(onboarding_id, account)

    def _sent(self, onboarding_id: str, account: Account) -> None:
        code = f"{secrets.randbelow(10**phone_code.DIGITS):0{phone_code.DIGITS}d}"
        record = self._issued(onboarding_id, code)
        minutes = int(phone_code.LIFETIME.total_seconds() // 60)
        text = f"{code} is your code. It is valid for {minutes} minutes."
        try:
            self.budgets.spend("code-sent", Who(number=account.phone))
            self.budgets.pay(Paid.SMS)
            self.messages.sms(account.phone, text)
        except (Unavailable, TooMany):
            with suppress(Conflict):  # somebody has asked for the next one already
                self.codes.save(phone_code.unsent(record))
            raise
        self._still_pending(account)

    def _issued(self, onboarding_id: str, code: str) -> PhoneCode:
        """The record of a new code, kept; TooMany when too many were sent."""
        before = self.codes.find(onboarding_id)
        hashed = phone_code.digest(self.pepper, onboarding_id, code)
        record = phone_code.issue(before, onboarding_id, hashed, self.now())
        if before:
            self.codes.save(record)
        else:
            self.codes.add(record)
        return record

    def _still_pending(self, account: Account) -> None:
        """As long as a code may come, nobody else may take the address."""
        mark = self._pending(account.email)
        if mark is not None:
            until = self.now() + phone_code.LIFETIME
            later = Mark(mark.subject, mark.kind, mark.at, mark.expires_at, mark.note, until=until)
            self.marks.put(later)

    def resend_code(self, onboarding_id: str) -> None:
        """Another code, while the phone is not proven; an unknown id gets the same silence."""
        onboarding = self.onboardings.find(onboarding_id)
        if onboarding is not None:
            if onboarding.reached is not Stage.STARTED:
                raise Conflict("the phone number is already verified", "phone_already_verified")
            self.send_code(onboarding_id)
        elif self.codes.find(onboarding_id):
            self._issued(onboarding_id, secrets.token_hex(8))

    def confirm_phone(self, onboarding_id: str, code: str) -> None:
        """Accepts the code: the account is confirmed and the onboarding goes on."""
        onboarding = self.onboardings.find(onboarding_id)
        if onboarding and onboarding.reached is not Stage.STARTED:
            # an earlier call may have died before it told the workflow
            self.resumer.resume(onboarding_id, PHONE_STEP, {"verified": True})
            raise Conflict("the phone number is already verified", "phone_already_verified")
        record = self.codes.find(onboarding_id)
        if record is None:
            raise BadRequest(CODE_WRONG, "code_wrong")
        record = phone_code.tried(record)
        self.codes.save(record)
        account = self.identity.find(onboarding.user_id) if onboarding else None
        self.budgets.spend("code-tried", Who(number=account.phone if account else onboarding_id))
        phone_code.check(record, phone_code.digest(self.pepper, onboarding_id, code), self.now())
        if onboarding is None:
            raise BadRequest(CODE_WRONG, "code_wrong")
        self._proven(onboarding)

    def _proven(self, onboarding: Onboarding) -> None:
        self.identity.confirm(onboarding.user_id, phone_verified=True)
        self.onboardings.save(onboarding.at(Stage.PHONE_VERIFIED, self.now()))
        self.codes.delete(onboarding.onboarding_id)
        self.resumer.resume(onboarding.onboarding_id, PHONE_STEP, {"verified": True})


_EXISTS = (
    "Somebody tried to sign up with your address. You already have an account: log in instead."
)
