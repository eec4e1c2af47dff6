"""The user pool of a world: accounts in memory, ID tokens that a browser can read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import jwt

from chalicelib.adapters.memory_people import MemoryAccount, MemoryIdentity
from chalicelib.domain.accounts.signed_in import Tokens

#: Of each world its own: a page left over from the test before is nobody here.
LIFETIME = 3600  # seconds
PASSWORD = "Correct-horse-battery-9"


@dataclass
class Pool(MemoryIdentity):
    """Its ID tokens are JWTs with Cognito's claims; `now` is the world's clock."""

    now: Callable[[], datetime] = datetime.now
    next_id: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex, repr=False)

    def new_id(self) -> str:
        """The one that was wanted; pages show the beginnings of ids, so others differ there."""
        wanted, self.next_id = self.next_id, ""
        return wanted or str(uuid.uuid4())

    def person(
        self,
        user_id: str,
        email: str,
        phone: str,
        language: str,
        groups: list[str],
        second_factor: bool,
        password: str = PASSWORD,
    ) -> MemoryAccount:
        """Somebody whose phone is proven; staff have the second factor that they must have."""
        account = MemoryAccount(
            user_id or self.new_id(),
            email,
            phone,
            confirmed=True,
            phone_verified=True,
            created_at=self.now(),
            second_factor=second_factor,
            language=language,
        )
        self.accounts[account.user_id] = account
        self.passwords[account.user_id] = password
        self.members[account.user_id] = set(groups)
        if second_factor:
            self.factors.add(account.user_id)
        return account

    def tokens(self, user_id: str) -> Tokens:
        """A session of this user."""
        return self._tokens(user_id)

    def _tokens(self, user_id: str) -> Tokens:
        plain = super()._tokens(user_id)
        account = self.accounts[user_id]
        now = int(self.now().timestamp())
        claims: dict[str, Any] = {
            "sub": user_id,
            "email": account.email,
            "email_verified": account.email_verified,
            "origin_jti": plain.access.split(":")[2],
            "auth_time": now,
            "iat": now,
            "exp": now + LIFETIME,
            "token_use": "id",
        }
        if groups := self.members.get(user_id):
            claims["cognito:groups"] = sorted(groups)
        return replace(plain, id=jwt.encode(claims, self.key, algorithm="HS256"))

    def verify(self, token: str) -> dict[str, Any]:
        """The claims, as API Gateway's authorizer passes them on; ValueError."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.key,
                algorithms=["HS256"],
                options={"verify_exp": False, "verify_iat": False},  # the world's clock decides
            )
        except jwt.PyJWTError as error:
            raise ValueError(str(error)) from error
        if claims["exp"] <= self.now().timestamp():
            raise ValueError("the token has expired")
        return claims
