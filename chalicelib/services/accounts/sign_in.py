"""Signing in and out, the password, the second factor, the address.

Failures are counted by name and address together, and before Cognito locks a name: who guesses from
one address shuts that address out, never the owner.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.domain.accounts.passwords import EASILY_GUESSED, easily_guessed
from chalicelib.domain.accounts.signed_in import Challenge, Tokens
from chalicelib.domain.errors import (
    BadRequest,
    InvalidPassword,
    NotAuthorized,
    NotFound,
    TooMany,
    Unauthenticated,
    VestibuleError,
)
from chalicelib.domain.limits import Paid
from chalicelib.services.accounts.door import Door
from chalicelib.services.budgets import Budgets, Who
from chalicelib.services.ports import Identity, Owner

TOTP = "SOFTWARE_TOKEN_MFA"
CODE_WRONG = "the code is wrong or has expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What somebody does with an account that is there. `announce` tells the registry."""

    identity: Identity
    budgets: Budgets
    door: Door
    announce: Callable[[dict[str, str]], None]

    def login(self, username: str, password: str, address: str) -> Tokens | Challenge:
        """Tokens, or the TOTP challenge to be answered. The same refusal for every reason but the
        owner's own: who knows the password hears that the account is not confirmed yet.
        """
        with self._counted("login-failed", Who(name=username, address=address)):
            return self.identity.login(username, password)

    def answer(self, username: str, session: str, code: str) -> Tokens | Challenge:
        """Tokens after the code of the authenticator."""
        with self._counted("factor-failed", Who(name=username)):
            return self.identity.answer(username, TOTP, session, code)

    def logout(self, access_token: str) -> None:
        """Ends every session, and every token that was issued before now."""
        owner = self.identity.logout(access_token)
        self.door.revoke(owner.user_id, owner.session)

    def forgot(self, username: str) -> None:
        """Sends a reset code; the same silence for unknown names."""
        with self.budgets.paying(Paid.SMS, "forgot", Who(name=username)):
            self.identity.forgot(username)

    def reset(self, username: str, code: str, password: str, address: str) -> None:
        """Sets a new password and ends what was signed in with the old one. One refusal for a
        wrong code, one that ran out, one nobody asked for, and a name nobody has.
        """
        if easily_guessed(password, username):
            raise InvalidPassword(EASILY_GUESSED)
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
        """A secret for a new authenticator, for who shows password and old code again."""
        owner = self._again(access_token, password, code)
        self.budgets.spend("factor-changed", Who(person=owner.user_id))
        return self.identity.enrol(access_token)

    def confirm_enrolment(self, access_token: str, code: str) -> None:
        """Turns the new authenticator on; staff's older tokens end, for they came without it."""
        owner = self.identity.whose(access_token)
        with self._counted("factor-failed", Who(name=owner.user_id)):
            self.identity.confirm_enrolment(access_token, code)
        if self.identity.groups(owner.user_id):
            self.door.revoke(owner.user_id, owner.session)

    def send_email_code(self, access_token: str, password: str, code: str, email: str) -> None:
        """A code to the address as it is, or to a new one: that one counts once it has answered."""
        owner = self._again(access_token, password, code)
        with self.budgets.paying(Paid.MAIL, "email-sent", Who(person=owner.user_id)):
            self.identity.send_email_code(access_token, email)

    def confirm_email(self, access_token: str, code: str) -> None:
        """The address is theirs: the pool and the registry know it from now on."""
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
        """Whose token it is, once they have shown password and, if they have one, their code."""
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
        """Refuses when there were too many failures; counts this one if it is one."""
        self.budgets.ask(act, who)
        try:
            yield
        except VestibuleError as error:
            if isinstance(error, BadRequest | Unauthenticated):
                self.budgets.spend_quietly(act, who)
            raise
