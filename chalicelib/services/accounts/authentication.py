"""The steps of the `user-authentication` state machine (system B).

Passwords and tokens travel sealed: encrypted with a context of user name and execution, and opened
only in the step that needs them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from chalicelib.domain.accounts.signed_in import Challenge
from chalicelib.domain.errors import BadRequest, NotAuthorized, UsernameExists
from chalicelib.services.ports import Identity


class Seals(Protocol):
    """Seals small secrets for one purpose."""

    def seal(self, text: str, context: dict[str, str]) -> str:
        """The sealed text."""
        ...

    def open(self, sealed: str, context: dict[str, str]) -> str:
        """The text; NotAuthorized if it was sealed for something else."""
        ...


@dataclass(frozen=True, slots=True)
class Sealed:
    """The input of a step: the user name, and a secret that only this execution can open."""

    username: str
    execution: str
    secret: str = field(repr=False)

    @property
    def context(self) -> dict[str, str]:
        """The encryption context."""
        return {"username": self.username, "execution": self.execution}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """check-user, signup, login, logout."""

    identity: Identity
    seals: Seals
    auto_confirm: bool

    def exists(self, username: str) -> bool:
        """Whether there is an account of this name."""
        return self.identity.find(username) is not None

    def sign_up(self, sealed: Sealed) -> None:
        """Opens the account, and confirms it if the setting says so. UsernameExists,
        InvalidPassword.

        A retry after a lost answer finds its own account: it is the same user if the password fits.
        """
        password = self._secret(sealed)
        try:
            user_id = self.identity.sign_up(sealed.username, password, "")
        except UsernameExists:
            user_id = self._own(sealed.username, password)
        if user_id and self.auto_confirm:
            self.identity.confirm(user_id, phone_verified=False)

    def _own(self, username: str, password: str) -> str:
        """The id of our own unconfirmed account.

        NotAuthorized for another password: the account is somebody else's.
        """
        try:
            self.identity.login(username, password)
        except NotAuthorized as error:
            if error.code != "not_confirmed":
                raise
            account = self.identity.find(username)
            return account.user_id if account else ""
        return ""

    def login(self, sealed: Sealed) -> dict[str, Any]:
        """Sealed tokens and `expiresIn` in seconds; a second factor cannot be asked for here."""
        answer = self.identity.login(sealed.username, self._secret(sealed))
        if isinstance(answer, Challenge):
            raise NotAuthorized("this account needs its second factor", "mfa_required")
        tokens = {
            "accessToken": answer.access,
            "idToken": answer.id,
            "refreshToken": answer.refresh,
        }
        found: dict[str, Any] = {
            name: self.seals.seal(token, sealed.context | {"token": name})
            for name, token in tokens.items()
            if token
        }
        return found | {"expiresIn": answer.expires_in}

    def logout(self, username: str, execution: str, tokens: Mapping[str, Any]) -> None:
        """Ends every session of the user."""
        context = {"username": username, "execution": execution, "token": "accessToken"}
        self.identity.logout(self.seals.open(str(tokens["accessToken"]), context))

    def _secret(self, sealed: Sealed) -> str:
        """The password. It must be sealed: a plain one would stay in the execution's history."""
        if sealed.secret:
            return self.seals.open(sealed.secret, sealed.context)
        raise BadRequest("sealedPassword is missing", "sealed_password_missing")
