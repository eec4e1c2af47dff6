"""Signing up and proving the phone.

Nobody can ask us who our users are. An address that is taken, whatever its state, gets the same
answer as a new one, and what follows (codes that are wrong, codes that are asked for again) is the
same conversation, held with a decoy: a code that was never sent. Its owner alone hears of it.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from chalicelib.domain.accounts import phone_code
from chalicelib.domain.accounts.passwords import EASILY_GUESSED, easily_guessed
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.onboarding import Onboarding, Stage
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    InvalidPassword,
    NotAuthorized,
    NotFound,
    TooMany,
    Unavailable,
    UsernameExists,
)
from chalicelib.domain.languages import language_of, words_in
from chalicelib.domain.languages.letter import Letter
from chalicelib.domain.limits import Paid
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.services.budgets import Budgets, Who
from chalicelib.services.ports import (
    Account,
    Clock,
    Identity,
    Messages,
    Store,
    Workflow,
)
from chalicelib.services.verifications.workflow import Resumer

PHONE_STEP = "phone"
ACCOUNT_GONE = "AccountGone"
"""What the workflow's phone step is told when there is nobody left to ask."""
PENDING_DAYS = timedelta(days=30)
CODE_WRONG = "the code is wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
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
    pepper: bytes = field(repr=False)
    hashed: Callable[..., str]
    now: Clock

    def start_signup(self, email: str, password: str, phone: str, language: str = "") -> str:
        """Opens an account and starts the onboarding; returns its id at once. `language` is the
        tag of what the applicant reads: messages follow it."""
        if not phone.startswith(self.countries):
            raise BadRequest("we send no codes to this country", "phone_country_not_served")
        if easily_guessed(password, email):
            raise InvalidPassword(EASILY_GUESSED)
        self.budgets.spend("signup", Who(name=email, number=phone))
        user_id = self._open_account(email, password, phone, language_of(language))
        if user_id is None:
            same = self._same_sign_up(email, password, phone)
            return same or self._decoy(email, password, phone)
        return self._begun(user_id)

    def _begun(self, user_id: str) -> str:
        """The onboarding of this account, begun. An account has one, named after it, so that two
        calls that race for it, and one that carries on for a dead one, begin the same.
        """
        now, onboarding_id = self.now(), self._named("onboarding", user_id)
        with suppress(Conflict):
            self.onboardings.add(Onboarding(onboarding_id, user_id, now, now))
        self.workflow.start(onboarding_id)
        return onboarding_id

    def _named(self, *what: str) -> str:
        """An id that only we can make, the same for the same things."""
        return str(UUID(hex=self.hashed(*what)[:32], version=4))

    def _open_account(self, email: str, password: str, phone: str, language: str) -> str | None:
        """The new user's id, or None when the address is taken.

        Only what began here may be replaced, and only once its code can no longer come: an account
        that is confirmed, invited, disabled or waits for a new password is somebody's.
        """
        account = self.identity.find(email)
        if account is not None and not self._left_behind(account, email):
            self._tell_owner(account)
            return None
        if account is not None:
            self._end(account)
        now, subject = self.now(), self.hashed("sign-up", email)
        until = now + phone_code.LIFETIME
        end = now + PENDING_DAYS
        self.marks.put(Mark(subject, MarkKind.PENDING, now, end, until=until))
        try:
            return self.identity.sign_up(email, password, phone, language)
        except UsernameExists:  # somebody signed up with it at the same moment
            return None

    def _end(self, account: Account) -> None:
        """Takes back a sign-up that nobody finished: its workflow first, so that it asks no more
        for an account that is gone.
        """
        onboarding_id = self._named("onboarding", account.user_id)
        self.workflow.stop(onboarding_id)
        onboarding = self.onboardings.find(onboarding_id)
        if onboarding is not None and onboarding.reached is Stage.STARTED:
            with suppress(Conflict):  # its workflow ended it in this moment
                self.onboardings.save(onboarding.at(Stage.ABANDONED, self.now()))
        self.identity.delete(account.user_id)

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
        return self._begun(account.user_id)

    def _fits(self, email: str, password: str) -> bool:
        """Is it the password of an account that still waits for its confirmation?"""
        try:
            self.identity.login(email, password)
        except NotAuthorized as error:
            return error.code == "not_confirmed"
        except (TooMany, NotFound):
            return False
        return False

    def _decoy(self, email: str, password: str, phone: str) -> str:
        """An onboarding whose code nobody has: it can be tried and asked for as any other. The same
        sign-up again is answered with the same one, as it is where the address was free.
        """
        onboarding_id = self._named("decoy", email, password, phone)
        nothing = secrets.token_hex(32)
        with suppress(Conflict):
            self.codes.add(phone_code.issue(None, onboarding_id, nothing, self.now()))
        return onboarding_id

    def _tell_owner(self, account: Account) -> None:
        if account.status != "CONFIRMED" or not account.enabled or not account.email_verified:
            return
        try:
            self.budgets.spend("signup-told", Who(name=account.email))
        except TooMany:
            return
        self.messages.email(account.email, Letter("account-exists", account.language))

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
            if not token:
                raise NotFound("no such onboarding", "onboarding_not_found")
            # A later sign-up took its place, or the person was erased: an end, and no fault.
            self.workflow.fail(token, ACCOUNT_GONE, "the account of this onboarding is gone")
            return
        self._sent(onboarding_id, account)

    def _sent(self, onboarding_id: str, account: Account) -> None:
        code = f"{secrets.randbelow(10**phone_code.DIGITS):0{phone_code.DIGITS}d}"
        record = self._issued(onboarding_id, code)
        self._still_pending(account)  # before the text: what fails behind it would send another
        minutes = int(phone_code.LIFETIME.total_seconds() // 60)
        text = words_in(account.language).code.format(code=code, minutes=minutes)
        try:
            with self.budgets.paying(Paid.SMS, "code-sent", Who(number=account.phone)):
                self.messages.sms(account.phone, text)
        except (Unavailable, TooMany):
            with suppress(Conflict):  # somebody has asked for the next one already
                self.codes.save(phone_code.unsent(record))
            raise

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
        self._refuse_if_proven(onboarding)
        record = self.codes.find(onboarding_id)
        if record is None:
            self._refuse_if_proven(self.onboardings.find(onboarding_id))  # proven just now
            raise BadRequest(CODE_WRONG, "code_wrong")
        try:
            record = phone_code.tried(record)
            self.codes.save(record)
        except (Conflict, TooMany):
            self._refuse_if_proven(self.onboardings.find(onboarding_id))
            raise
        account = self.identity.find(onboarding.user_id) if onboarding else None
        self.budgets.spend("code-tried", Who(number=account.phone if account else onboarding_id))
        phone_code.check(record, phone_code.digest(self.pepper, onboarding_id, code), self.now())
        if onboarding is None:
            raise BadRequest(CODE_WRONG, "code_wrong")
        self._proven(onboarding)

    def _refuse_if_proven(self, onboarding: Onboarding | None) -> None:
        """Says so where the number is proven: of calls at the same moment one alone is told that
        it did it.
        """
        if onboarding is None or onboarding.reached in (Stage.STARTED, Stage.ABANDONED):
            return
        # an earlier call may have died before it told the workflow
        self.resumer.resume(onboarding.onboarding_id, PHONE_STEP, {"verified": True})
        raise Conflict("the phone number is already verified", "phone_already_verified")

    def _proven(self, onboarding: Onboarding) -> None:
        self.identity.confirm(onboarding.user_id, phone_verified=True)
        try:
            self.onboardings.save(onboarding.at(Stage.PHONE_VERIFIED, self.now()))
        except Conflict:
            self._refuse_if_proven(self.onboardings.find(onboarding.onboarding_id))
            raise
        self.codes.delete(onboarding.onboarding_id)
        self.resumer.resume(onboarding.onboarding_id, PHONE_STEP, {"verified": True})
