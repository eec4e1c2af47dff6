"""Signing up, proving the phone, logging in and out."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain import phone_code
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Unavailable, UsernameExists
from chalicelib.domain.onboarding import Onboarding, Stage
from chalicelib.domain.phone_code import PhoneCode
from chalicelib.services.ports import (
    Clock,
    Identity,
    Ids,
    Limits,
    Messages,
    Store,
    Workflow,
)
from chalicelib.services.workflow import Resumer

PHONE_STEP = "phone"


def fingerprint(text: str) -> str:
    """A short one-way name for a rate-limit key, so that the table holds no address."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Use cases around the account; Cognito keeps the password, we never store it."""

    identity: Identity
    onboardings: Store[Onboarding]
    codes: Store[PhoneCode]
    workflow: Workflow
    resumer: Resumer
    messages: Messages
    limits: Limits
    pepper: bytes
    now: Clock
    new_id: Ids

    def start_signup(self, email: str, password: str, phone: str, caller: str) -> str:
        """Opens an account and starts the onboarding; returns its id at once.

        An address that is already confirmed gets the same answer and a mail to its owner, so that
        nobody can ask us who our users are. One not confirmed is replaced: the latest sign-up wins.
        """
        self.limits.hit(f"signup-address:{fingerprint(email)}", 10, 3600)
        self.limits.hit(f"signup-phone:{fingerprint(phone)}", 10, 3600)
        self.limits.hit(f"signup-caller:{caller}", 100, 3600)
        onboarding_id = self.new_id()
        user_id = self._open_account(email, password, phone)
        if user_id is None:
            return onboarding_id
        now = self.now()
        self.onboardings.add(Onboarding(onboarding_id, user_id, now, now))
        self.workflow.start(onboarding_id)
        return onboarding_id

    def _open_account(self, email: str, password: str, phone: str) -> str | None:
        """The new user's id, or None when the address belongs to a confirmed account."""
        try:
            return self.identity.sign_up(email, password, phone)
        except UsernameExists:
            account = self.identity.find(email)
        if account and account.confirmed:
            self.messages.email(account.email, "more-information-needed", {"reason": _EXISTS})
            return None
        self.identity.delete(email)
        return self.identity.sign_up(email, password, phone)

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
        code = f"{secrets.randbelow(10**phone_code.DIGITS):0{phone_code.DIGITS}d}"
        before = self.codes.find(onboarding_id)
        hashed = phone_code.digest(self.pepper, onboarding_id, code)
        record = phone_code.issue(before, onboarding_id, hashed, self.now())
        if before:
            self.codes.save(record)
        else:
            self.codes.add(record)
        minutes = int(phone_code.LIFETIME.total_seconds() // 60)
        text = f"{code} is your code. It is valid for {minutes} minutes."
        try:
            self.messages.sms(account.phone, text)
        except Unavailable:
            with suppress(Conflict):  # somebody has asked for the next one already
                self.codes.save(phone_code.unsent(record))
            raise

    def resend_code(self, onboarding_id: str) -> None:
        """Another code, while the phone is not proven; an unknown id gets the same silence."""
        onboarding = self.onboardings.find(onboarding_id)
        if onboarding is None:
            return
        if onboarding.reached is not Stage.STARTED:
            raise Conflict("the phone number is already verified", "phone_already_verified")
        self.send_code(onboarding_id)

    def confirm_phone(self, onboarding_id: str, code: str) -> None:
        """Accepts the code: the account is confirmed and the onboarding goes on."""
        onboarding = self.onboardings.find(onboarding_id)
        if onboarding and onboarding.reached is not Stage.STARTED:
            # an earlier call may have died before it told the workflow
            self.resumer.resume(onboarding_id, PHONE_STEP, {"verified": True})
            raise Conflict("the phone number is already verified", "phone_already_verified")
        record = self.codes.find(onboarding_id)
        if onboarding is None or record is None:
            raise BadRequest("the code is wrong", "code_wrong")
        record = phone_code.tried(record)
        self.codes.save(record)
        phone_code.check(record, phone_code.digest(self.pepper, onboarding_id, code), self.now())
        self.identity.confirm(onboarding.user_id, phone_verified=True)
        self.onboardings.save(onboarding.at(Stage.PHONE_VERIFIED, self.now()))
        self.codes.delete(onboarding_id)
        self.resumer.resume(onboarding_id, PHONE_STEP, {"verified": True})

    def login(self, username: str, password: str, caller: str) -> dict[str, Any]:
        """Tokens, or the TOTP challenge to be answered."""
        self.limits.hit(f"login:{fingerprint(username)}", 20, 300)
        self.limits.hit(f"login-caller:{caller}", 300, 300)
        return self.identity.login(username, password)

    def forgot(self, username: str) -> None:
        """Sends a reset code; the same silence for unknown names."""
        self.limits.hit(f"forgot:{fingerprint(username)}", 5, 3600)
        self.identity.forgot(username)


_EXISTS = (
    "Somebody tried to sign up with your address. You already have an account: log in instead."
)
