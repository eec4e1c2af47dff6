"""The port of the user pool."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.signed_in import Challenge, Tokens


class Owner(Protocol):
    """The owner of a token, and its session ("" if the token does not say)."""

    @property
    def user_id(self) -> str: ...
    @property
    def session(self) -> str: ...


class Account(Protocol):
    """An account of the pool."""

    @property
    def user_id(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def email_verified(self) -> bool: ...
    @property
    def phone(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def phone_verified(self) -> bool: ...
    @property
    def confirmed(self) -> bool: ...
    @property
    def status(self) -> str: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def second_factor(self) -> bool: ...
    @property
    def created_at(self) -> datetime | None: ...


class Identity(Protocol):
    """The user pool."""

    def sign_up(self, email: str, password: str, phone: str, language: str = "en") -> str:
        """The new user's id; UsernameExists, InvalidPassword, BadRequest."""
        ...

    def note_phone(self, user_id: str, phone: str) -> None:
        """Sets the user's phone number, unverified."""
        ...

    def confirm(self, user_id: str, phone_verified: bool) -> None:
        """Confirms the user. Idempotent."""
        ...

    def find(self, username: str) -> Account | None:
        """The account; None if there is none."""
        ...

    def groups(self, user_id: str) -> frozenset[str]:
        """The user's groups now; empty for an unknown user."""
        ...

    def delete(self, username: str) -> None:
        """Removes the account; no error if there is none."""
        ...

    def login(self, username: str, password: str) -> Tokens | Challenge:
        """Tokens, or the challenge to answer first; NotAuthorized."""
        ...

    def answer(self, username: str, challenge: str, session: str, code: str) -> Tokens | Challenge:
        """Tokens for a TOTP code; NotAuthorized, BadRequest (`code_wrong`)."""
        ...

    def refresh(self, user_id: str, refresh_token: str) -> Tokens | Challenge:
        """New access and id tokens; NotAuthorized."""
        ...

    def end(self, refresh_token: str) -> None:
        """Ends a refresh token's session; no error if it is over already."""
        ...

    def logout(self, access_token: str) -> Owner:
        """Ends every session of the user; the token's owner."""
        ...

    def whose(self, access_token: str) -> Owner:
        """The token's owner; NotAuthorized if it is over."""
        ...

    def send_email_code(self, access_token: str, email: str) -> None:
        """Sends a code to the user's address, or to a new one that becomes theirs once it is
        confirmed.
        """
        ...

    def confirm_email(self, access_token: str, code: str) -> None:
        """Accepts a code: its address is the user's, and verified. BadRequest."""
        ...

    def forgot(self, username: str) -> None:
        """Sends a reset code; says nothing about whether the account exists."""
        ...

    def reset(self, username: str, code: str, password: str) -> None:
        """Sets a new password; BadRequest, InvalidPassword."""
        ...

    def enrol(self, access_token: str) -> str:
        """A new TOTP secret, to be shown once."""
        ...

    def confirm_enrolment(self, access_token: str, code: str) -> None:
        """Turns TOTP on for the user."""
        ...

    def page(self, cursor: str | None) -> tuple[tuple[Account, ...], str | None]:
        """(accounts, cursor of the next page; None at the end)."""
        ...
