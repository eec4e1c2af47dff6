"""The user pool: what it tells of an account and of a token, and what is asked of it."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.signed_in import Challenge, Tokens


class Owner(Protocol):
    """Whose token it is, and of which session (empty where tokens do not say)."""

    @property
    def user_id(self) -> str: ...
    @property
    def session(self) -> str: ...


class Account(Protocol):
    """What the pool knows of a user."""

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
        """The user's number, not proven yet."""
        ...

    def confirm(self, user_id: str, phone_verified: bool) -> None:
        """Confirms the user; repeating it is harmless."""
        ...

    def find(self, username: str) -> Account | None:
        """The account or None."""
        ...

    def groups(self, user_id: str) -> frozenset[str]:
        """The groups the user belongs to now; none for who is not there."""
        ...

    def delete(self, username: str) -> None:
        """Removes the account if it is there."""
        ...

    def login(self, username: str, password: str) -> Tokens | Challenge:
        """Tokens, or what must be answered first."""
        ...

    def answer(self, username: str, challenge: str, session: str, code: str) -> Tokens | Challenge:
        """Tokens after a TOTP code."""
        ...

    def refresh(self, user_id: str, refresh_token: str) -> Tokens | Challenge:
        """New access and id tokens."""
        ...

    def end(self, refresh_token: str) -> None:
        """Ends the session of a refresh token; one that is over already is no error."""
        ...

    def logout(self, access_token: str) -> Owner:
        """Ends every session of the user; whose token it was."""
        ...

    def whose(self, access_token: str) -> Owner:
        """Whose token it is; NotAuthorized if it is over."""
        ...

    def send_email_code(self, access_token: str, email: str) -> None:
        """A code to the user's address, or to one that becomes theirs once they have answered."""
        ...

    def confirm_email(self, access_token: str, code: str) -> None:
        """The address of the code is the user's, and proven."""
        ...

    def forgot(self, username: str) -> None:
        """Sends a reset code; says nothing about whether the account exists."""
        ...

    def reset(self, username: str, code: str, password: str) -> None:
        """Sets a new password."""
        ...

    def enrol(self, access_token: str) -> str:
        """A TOTP secret to be shown once."""
        ...

    def confirm_enrolment(self, access_token: str, code: str) -> None:
        """Turns TOTP on for the user."""
        ...

    def page(self, cursor: str | None) -> tuple[tuple[Account, ...], str | None]:
        """Some accounts, and where the next ones begin; None at the end."""
        ...
