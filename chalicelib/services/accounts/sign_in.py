"""Signing in and out, passwords, the second factor, the e-mail address.

Failures are counted per name and address together, with a lower limit than Cognito's per name:
guessing from one address locks that address, never the owner.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.domain.accounts.passwords import weakness
from chalicelib.domain.accounts.signed_in import Challenge, Tokens
from chalicelib.domain.errors import (
    BadRequest,
    InvalidPassword,
    NotAuthorized,
    NotFound,
    Refused,
    TooMany,
    Unauthenticated,
    VestibuleError,
)
from chalicelib.domain.limits import Paid
from chalicelib.services.accounts.door import Door
from chalicelib.services.budgets import Budgets, Who
from chalicelib.services.ports import Identity, Messages, Owner

TOTP = "SOFTWARE_TOKEN_MFA"
CODE_WRONG = "the code is wrong or has expired"
UNSENT = "A code for a new password could not be sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Use cases of an existing account. `announce`: tells the registry."""

    identity: Identity
    budgets: Budgets
    door: Door
    messages: Messages
    announce: Callable[[dict[str, str]], None]

    def login(self, username: str, password: str, address: str) -> Tokens | Challenge:
        """Tokens, or a TOTP challenge. NotAuthorized for every reason but one: whoever knows the
        password is told that the account is not confirmed yet. TooMany.
        """
        with self._counted("login-failed", Who(name=username, address=address)):
            return self.identity.login(username, password)

    def answer(self, username: str, session: str, code: str) -> Tokens | Challenge:
        """Tokens for a code of the authenticator app."""
        with self._counted("factor-failed", Who(name=username)):
            return self.identity.answer(username, TOTP, session, code)

    def logout(self, access_token: str) -> None:
        """Ends every session and invalidates every token issued before now."""
        owner = self.identity.logout(access_token)
        self.door.revoke(owner.user_id, owner.session)

    def forgot(self, username: str) -> None:
        """Sends a reset code; nothing is raised for unknown names, nor for a known one that no code
        reaches: operators hear of that.
        """
        with self.budgets.paying(Paid.SMS, "forgot", Who(name=username)):
            try:
                self.identity.forgot(username)
            except Refused as error:
                self.messages.alert(UNSENT, {"errorCode": error.code})

    def reset(self, username: str, code: str, password: str, address: str) -> None:
        """Sets a new password and ends all sessions. The same error (`code_wrong`) for a wrong
        code, an expired one, one that nobody requested, and an unknown name.
        """
        if weak := weakness(password, username):
            raise InvalidPassword(weak)
        with self._counted("reset-failed", Who(name=username, address=address)):
            try:
                self.identity.reset(username, code, password)
            except (BadRequest, Unauthenticated, NotFound, TooMany) as error:
                if error.code == "invalid_password":
                    raise
                raise BadRequest(CODE_WRONG, "code_wrong") from None
        account = self.identity.find(username)
        if account is not None:
            self.door.revoke(account.user_id)

    def enrol(self, access_token: str, password: str, code: str) -> str:
        """A secret for a new authenticator app; needs the password, and the old code if there is
        one.
        """
        owner = self._again(access_token, password, code)
        self.budgets.spend("factor-changed", Who(person=owner.user_id))
        return self.identity.enrol(access_token)

    def confirm_enrolment(self, access_token: str, code: str) -> None:
        """Turns the new authenticator on; staff's older tokens end, because they were issued
        without it.
        """
        owner = self.identity.whose(access_token)
        with self._counted("factor-failed", Who(name=owner.user_id)):
            self.identity.confirm_enrolment(access_token, code)
        if self.identity.groups(owner.user_id):
            self.door.revoke(owner.user_id, owner.session)

    def send_email_code(self, access_token: str, password: str, code: str, email: str) -> None:
        """Sends a code to the current address, or to a new one, which counts once it is
        confirmed.
        """
        owner = self._again(access_token, password, code)
        with self.budgets.paying(Paid.MAIL, "email-sent", Who(person=owner.user_id)):
            self.identity.send_email_code(access_token, email)

    def confirm_email(self, access_token: str, code: str) -> None:
        """Accepts the code: the pool and the registry have the address from now on."""
        owner = self.identity.whose(access_token)
        with self._counted("email-failed", Who(person=owner.user_id)):
            self.identity.confirm_email(access_token, code)
        account = self.identity.find(owner.user_id)
        if account is not None:
            self.announce(
                {
                    "sub": account.user_id,
                    "email": account.email,
                    "email_verified": "true",
                    "phone_number": account.phone,
                    "phone_number_verified": "true" if account.confirmed else "false",
                }
            )

    def _again(self, access_token: str, password: str, code: str) -> Owner:
        """The token's owner, once they have given the password and, if they have one, the code."""
        owner = self.identity.whose(access_token)
        with self._counted("factor-failed", Who(name=owner.user_id)):
            answer = self.identity.login(owner.user_id, password)
            if isinstance(answer, Challenge):
                if not code:
                    raise NotAuthorized("your present code is needed", "code_needed")
                self.identity.answer(owner.user_id, TOTP, answer.session, code)
        return owner

    @contextmanager
    def _counted(self, act: str, who: Who) -> Iterator[None]:
        """TooMany after too many failures; counts the block's failure."""
        self.budgets.ask(act, who)
        try:
            yield
        except VestibuleError as error:
            if isinstance(error, BadRequest | Unauthenticated):
                self.budgets.spend_quietly(act, who)
            raise
