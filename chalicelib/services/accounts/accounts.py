"""Signing up and verifying the phone number.

Nobody can find out who has an account. A taken address, whatever its state, gets the same answers
as a new one, and what follows (wrong codes, codes that are requested again) runs against a decoy: a
code that was never sent. Only the owner of the address is told.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from chalicelib.domain.accounts import phone_code
from chalicelib.domain.accounts.passwords import weakness
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.onboarding import Onboarding, Stage
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    InvalidPassword,
    NotAuthorized,
    NotFound,
    Refused,
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
UNTOLD = "The owner of an address was not told that somebody signed up with it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Sign-up use cases. Cognito stores the password; we never do.

    `countries`: calling codes that text messages may go to; `hashed`: makes keyed hashes.
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
        """Opens an account and starts the onboarding; the onboarding's id, at once. `language`: the
        applicant's language tag, for messages. BadRequest, TooMany.
        """
        if not phone.startswith(self.countries):
            raise BadRequest("we send no codes to this country", "phone_country_not_served")
        if weak := weakness(password, email):
            raise InvalidPassword(weak)
        self.budgets.spend("signup", Who(name=email, number=phone))
        # Once: what takes longer for a new address is seen in no time that is told.
        now = self.now()
        user_id = self._open_account(email, password, phone, language_of(language), now)
        if user_id is None:
            same = self._same_sign_up(email, password, phone, now)
            return same or self._decoy(email, password, phone, now)
        return self._begun(user_id, phone, now)

    def _begun(self, user_id: str, phone: str, now: datetime) -> str:
        """Begins the account's onboarding; its id. The id is derived from the account, so that
        concurrent calls, and a retry after a dead one, begin the same one.
        """
        onboarding_id = self._named("onboarding", user_id)
        with suppress(Conflict):
            self.onboardings.add(Onboarding(onboarding_id, user_id, now, now))
        self._await_code(onboarding_id, phone, now)
        self.workflow.start(onboarding_id)
        return onboarding_id

    def _await_code(self, onboarding_id: str, phone: str, now: datetime) -> None:
        """From now on tries and sends are counted, as they are for a decoy."""
        with suppress(Conflict):
            number = self.hashed("phone", phone)
            self.codes.add(phone_code.awaited(onboarding_id, number, now))

    def _named(self, *what: str) -> str:
        """A keyed hash as an id: only we can make it, and it is the same for the same input."""
        return str(UUID(hex=self.hashed(*what)[:32], version=4))

    def _open_account(
        self, email: str, password: str, phone: str, language: str, now: datetime
    ) -> str | None:
        """The new user's id; None if the address is taken.

        Only a sign-up that began here may be replaced, and only once its code has expired: an
        account that is confirmed, invited, disabled or needs a new password belongs to somebody.
        """
        account = self.identity.find(email)
        if account is not None and not self._left_behind(account, email):
            self._tell_owner(account)
            return None
        if account is not None:
            self._end(account)
        subject, until = self.hashed("sign-up", email), now + phone_code.LIFETIME
        end = now + PENDING_DAYS
        self.marks.put(Mark(subject, MarkKind.PENDING, now, end, until=until))
        try:
            return self.identity.sign_up(email, password, phone, language)
        except UsernameExists:  # somebody signed up with it at the same moment
            return None

    def _end(self, account: Account) -> None:
        """Removes an unfinished sign-up: first its workflow, so that it asks no more for a missing
        account.
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

    def _same_sign_up(self, email: str, password: str, phone: str, now: datetime) -> str | None:
        """The onboarding begun with the same password and phone: its answer was lost, or the call
        died. It is continued.
        """
        mark, account = self._pending(email), self.identity.find(email)
        if mark is None or account is None or not self._fits(email, password):
            return None
        if not account.phone:  # it died before the phone was noted
            self.identity.note_phone(account.user_id, phone)
        elif account.phone != phone:
            return None
        return self._begun(account.user_id, phone, now)

    def _fits(self, email: str, password: str) -> bool:
        """Whether this is the password of an account that waits for its confirmation."""
        try:
            self.identity.login(email, password)
        except NotAuthorized as error:
            return error.code == "not_confirmed"
        except (TooMany, NotFound):
            return False
        return False

    def _decoy(self, email: str, password: str, phone: str, now: datetime) -> str:
        """A decoy onboarding: its code can be tried and requested like any other, and is never
        sent. The same sign-up again gets the same decoy for as long as a code would live, as it
        would get the same onboarding; and then a new one.
        """
        subject = self.hashed("decoy", email, password, phone)
        mark = self.marks.find(subject, MarkKind.PENDING)
        before = self.codes.find(mark.note) if mark else None
        if before is not None and now < before.valid_until:
            return before.onboarding_id
        onboarding_id = self._named("decoy", subject, mark.note if mark else "")
        self._await_code(onboarding_id, phone, now)
        with suppress(Conflict, TooMany):
            self._count(self.codes.get(onboarding_id))
        self.marks.put(Mark(subject, MarkKind.PENDING, now, now + PENDING_DAYS, onboarding_id))
        return onboarding_id

    def _tell_owner(self, account: Account) -> None:
        if account.status != "CONFIRMED" or not account.enabled or not account.email_verified:
            return
        try:
            self.budgets.spend("signup-told", Who(name=account.email))
            self.messages.email(account.email, Letter("account-exists", account.language))
        except TooMany:
            return
        except (Refused, Unavailable) as error:  # the stranger would hear of it
            self.messages.alert(UNTOLD, {"errorCode": error.code})

    def send_code(self, onboarding_id: str, token: str = "") -> None:
        """Sends a new code by SMS; `token`: the waiting workflow step's. TooMany, Unavailable."""
        now, onboarding = self.now(), self.onboardings.get(onboarding_id)
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
        self._sent(onboarding_id, account, bool(token), now)

    def _sent(self, onboarding_id: str, account: Account, first: bool, now: datetime) -> None:
        code = f"{secrets.randbelow(10**phone_code.DIGITS):0{phone_code.DIGITS}d}"
        hashed = phone_code.digest(self.pepper, onboarding_id, code)
        number = self.hashed("phone", account.phone)
        record = self._issued(onboarding_id, hashed, first, now, number)
        if record.code_hash != hashed:  # too late: its owner has asked for another
            self.budgets.spend_quietly("code-sent", Who(number=record.number))  # as for a decoy
            return
        # Before the text: what fails behind it would send another.
        self._still_pending(account, record)
        minutes = int(phone_code.LIFETIME.total_seconds() // 60)
        text = words_in(account.language).code.format(code=code, minutes=minutes)
        self._count(record, lambda: self.messages.sms(account.phone, text))

    def _count(self, record: PhoneCode, send: Callable[[], None] = lambda: None) -> None:
        """Sends what a record is about, within the budgets of its number; nothing for a decoy."""
        try:
            with self.budgets.paying(Paid.SMS, "code-sent", Who(number=record.number)):
                send()
        except (Unavailable, TooMany):
            with suppress(Conflict, NotFound):
                self.codes.update(
                    record.onboarding_id,
                    change=lambda code: phone_code.unsent(code, record.code_hash),
                )
            raise

    def _issued(
        self, onboarding_id: str, hashed: str, first: bool, now: datetime, number: str = ""
    ) -> PhoneCode:
        """Stores the record of a new code; TooMany if too many were sent. The `first` one, which
        the workflow sends, may come too late: the record keeps the hash of a later one then.
        """
        if self.codes.find(onboarding_id) is None:
            new = phone_code.issue(None, onboarding_id, hashed, now)
            new = replace(new, number=number)
            self.codes.add(new)
            return new
        return self.codes.update(  # somebody may try a code at the same moment
            onboarding_id, change=lambda before: phone_code.following(before, hashed, first, now)
        )

    def _still_pending(self, account: Account, record: PhoneCode) -> None:
        """Keeps the address reserved as long as a code may arrive."""
        mark = self._pending(account.email)
        if mark is not None:
            until = record.valid_until
            later = Mark(mark.subject, mark.kind, mark.at, mark.expires_at, mark.note, until=until)
            self.marks.put(later)

    def resend_code(self, onboarding_id: str) -> None:
        """Sends another code while the phone is unverified. Nothing is raised for an unknown id."""
        now, onboarding = self.now(), self.onboardings.find(onboarding_id)
        if onboarding is not None:
            if onboarding.reached is not Stage.STARTED:
                raise Conflict("the phone number is already verified", "phone_already_verified")
            self.send_code(onboarding_id)
        elif self.codes.find(onboarding_id):
            self._count(self._issued(onboarding_id, secrets.token_hex(32), False, now))

    def confirm_phone(self, onboarding_id: str, code: str) -> None:
        """Accepts the code: confirms the account and continues the onboarding. BadRequest
        (`code_wrong`), Conflict (`phone_already_verified`), TooMany.
        """
        onboarding = self.onboardings.find(onboarding_id)
        self._refuse_if_proven(onboarding)
        try:  # stored before the code is compared: no try is free
            record = self.codes.update(onboarding_id, change=phone_code.tried)
        except NotFound:
            self._refuse_if_proven(self.onboardings.find(onboarding_id))  # proven just now
            raise BadRequest(CODE_WRONG, "code_wrong") from None
        except (Conflict, TooMany):
            self._refuse_if_proven(self.onboardings.find(onboarding_id))
            raise
        self.budgets.spend("code-tried", Who(number=record.number or onboarding_id))
        phone_code.check(record, phone_code.digest(self.pepper, onboarding_id, code), self.now())
        if onboarding is None:
            raise BadRequest(CODE_WRONG, "code_wrong")
        self._proven(onboarding)

    def _refuse_if_proven(self, onboarding: Onboarding | None) -> None:
        """Conflict if the phone is verified already: of concurrent calls only one is told that it
        did it.
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
