"""The user pool, the registry and the event bus in memory; see memory.py."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.signed_in import Challenge, Tokens
from chalicelib.domain.accounts.user import KYC_MOVES, KycStatus, User
from chalicelib.domain.errors import (
    BadRequest,
    Conflict,
    InvalidPassword,
    NotAuthorized,
    NotFound,
    Unavailable,
    UsernameExists,
    UserNotFound,
)


@dataclass(frozen=True, slots=True)
class MemoryAccount:
    """A user of the pool."""

    user_id: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    confirmed: bool = False
    phone_verified: bool = False
    created_at: datetime | None = None
    enabled: bool = True
    second_factor: bool = False
    forced: str = ""
    email_verified: bool = False
    language: str = "en"

    @property
    def status(self) -> str:
        """In Cognito's words."""
        return self.forced or ("CONFIRMED" if self.confirmed else "UNCONFIRMED")


@dataclass(frozen=True, slots=True)
class MemoryOwner:
    """The owner of a token."""

    user_id: str
    session: str


def _check_rules(password: str) -> None:
    """As the user pool's policy does."""
    kinds = (str.islower, str.isupper, str.isdigit)
    every = all(any(kind(sign) for sign in password) for kind in kinds)
    if len(password) < 12 or password.strip() != password or not every:
        raise InvalidPassword("the password needs 12 characters of every kind")


@dataclass
class MemoryIdentity:
    """A user pool with readable tokens: `access:<user id>:<n>`."""

    accounts: dict[str, MemoryAccount] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    resets: dict[str, str] = field(default_factory=dict)
    factors: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    numbers: Any = field(default_factory=itertools.count)

    def new_id(self) -> str:
        """The next user's id."""
        return f"00000000-0000-4000-9000-{next(self.numbers):012}"

    def sign_up(self, email: str, password: str, phone: str, language: str = "en") -> str:
        """The new user's id."""
        _check_rules(password)
        if self.find(email):
            raise UsernameExists("this user name is taken")
        user_id = self.new_id()
        self.accounts[user_id] = MemoryAccount(user_id, email, phone, language=language)
        self.passwords[user_id] = password
        return user_id

    def note_phone(self, user_id: str, phone: str) -> None:
        """The user's number."""
        self.accounts[user_id] = replace(self.accounts[user_id], phone=phone)

    def confirm(self, user_id: str, phone_verified: bool) -> None:
        """Confirms the account. Idempotent."""
        if user_id not in self.accounts:
            raise UserNotFound("no such account")
        account = self.accounts[user_id]
        proven = phone_verified or account.phone_verified
        self.accounts[user_id] = replace(account, confirmed=True, phone_verified=proven)

    def find(self, username: str) -> MemoryAccount | None:
        """By id or address."""
        known = self.accounts.values()
        return next((a for a in known if username in (a.user_id, a.email)), None)

    def groups(self, user_id: str) -> frozenset[str]:
        """The groups the user belongs to now."""
        return frozenset(self.members.get(user_id, ()))

    def delete(self, username: str) -> None:
        """Removes."""
        account = self.find(username)
        if account:
            del self.accounts[account.user_id]

    def login(self, username: str, password: str) -> Tokens | Challenge:
        """Tokens or the challenge."""
        account = self.find(username)
        if account is None or self.passwords[account.user_id] != password:
            raise NotAuthorized("wrong user name or password")
        if not account.confirmed:
            raise NotAuthorized("confirm the phone number first", "not_confirmed")
        if account.user_id in self.factors:
            return Challenge("SOFTWARE_TOKEN_MFA", f"mfa:{account.user_id}")
        return self._tokens(account.user_id)

    def answer(self, username: str, challenge: str, session: str, code: str) -> Tokens:
        """Tokens after the code 123456."""
        account = self.find(username)
        if account is None or session != f"mfa:{account.user_id}" or code != "123456":
            raise BadRequest("the code is wrong", "code_wrong")
        return self._tokens(account.user_id)

    def refresh(self, user_id: str, refresh_token: str) -> Tokens:
        """New access and id tokens."""
        self._known(refresh_token, "refresh")
        return replace(self._tokens(user_id), refresh="")

    def end(self, refresh_token: str) -> None:
        """Ends one session."""
        self.sessions.discard(refresh_token)

    def logout(self, access_token: str) -> MemoryOwner:
        """Ends every session of the user; returns the token's owner."""
        owner = self.whose(access_token)
        self.sessions = {t for t in self.sessions if t.split(":")[1] != owner.user_id}
        return owner

    def whose(self, access_token: str) -> MemoryOwner:
        """The owner of a token."""
        user_id = self._known(access_token, "access")
        return MemoryOwner(user_id, access_token.split(":")[2])

    def send_email_code(self, access_token: str, email: str) -> None:
        """The code 112233."""
        user_id = self._known(access_token, "access")
        self.waiting[user_id] = email or self.accounts[user_id].email

    def confirm_email(self, access_token: str, code: str) -> None:
        """Verifies the new address."""
        user_id = self._known(access_token, "access")
        if code != "112233" or user_id not in self.waiting:
            raise BadRequest("the code is wrong", "code_wrong")
        email = self.waiting.pop(user_id)
        proven = replace(self.accounts[user_id], email=email, email_verified=True)
        self.accounts[user_id] = proven

    def forgot(self, username: str) -> None:
        """Stores a reset code if the account exists."""
        if self.find(username):
            self.resets[username] = "654321"

    def reset(self, username: str, code: str, password: str) -> None:
        """Sets a new password."""
        account = self.find(username)
        if account is not None:  # as in Cognito, which has no rules for who is not there
            _check_rules(password)
        if account is None or self.resets.pop(username, "") != code:
            raise BadRequest("the code is wrong", "code_wrong")
        self.passwords[account.user_id] = password

    def enrol(self, access_token: str) -> str:
        """A secret."""
        return f"SECRET{self._known(access_token, 'access')}"

    def confirm_enrolment(self, access_token: str, code: str) -> None:
        """Turns the second factor on."""
        user_id = self._known(access_token, "access")
        if code != "123456":
            raise BadRequest("the code is wrong", "code_wrong")
        self.factors.add(user_id)
        self.accounts[user_id] = replace(self.accounts[user_id], second_factor=True)

    def page(self, cursor: str | None) -> tuple[tuple[MemoryAccount, ...], str | None]:
        """A page of two accounts, so that tests notice callers that read only the first page."""
        start = int(cursor or 0)
        every = tuple(self.accounts.values())
        end = start + 2
        return every[start:end], str(end) if end < len(every) else None

    def _tokens(self, user_id: str) -> Tokens:
        number = next(self.numbers)
        found = {kind: f"{kind}:{user_id}:{number}" for kind in ("access", "id", "refresh")}
        self.sessions.update(found.values())
        return Tokens(**found, expires_in=3600)

    def _known(self, token: str, kind: str) -> str:
        if token not in self.sessions or not token.startswith(f"{kind}:"):
            raise NotAuthorized("this token is over")
        return token.split(":")[1]


@dataclass
class MemoryUsers:
    """The table `users`, with its rules."""

    rows: dict[str, User] = field(default_factory=dict)
    told_at: dict[str, datetime] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    def upsert_registered(self, user: User) -> bool:
        """True if the row is new; an older event changes nothing."""
        for row in self.rows.values():
            if row.cognito_id != user.cognito_id and row.email.lower() == user.email.lower():
                raise Conflict("another row holds the address", "sql_23505")
        before, at = self.rows.get(user.cognito_id), user.created_at
        assert at is not None  # noqa: S101 (the services always say when)
        if before is None:
            self.rows[user.cognito_id] = user
        elif at > self.told_at[user.cognito_id]:
            self.rows[user.cognito_id] = replace(
                before,
                email=user.email,
                name=user.name or before.name,
                phone=user.phone or before.phone,
                email_verified=user.email_verified,
                phone_verified=user.phone_verified,
            )
        else:
            return False
        self.told_at[user.cognito_id] = at
        return before is None

    def upsert_many(self, users: tuple[User, ...]) -> None:
        """All or none."""
        before = dict(self.rows), dict(self.told_at)
        try:
            for user in users:
                self.upsert_registered(user)
        except Conflict:
            self.rows, self.told_at = before
            raise

    def get(self, user_id: str) -> User:
        """The row; NotFound."""
        if user_id not in self.rows:
            raise NotFound("no such user")
        return self.rows[user_id]

    def erase(self, user_id: str) -> bool:
        """Removes the row."""
        self.told_at.pop(user_id, None)
        self.sequences.pop(user_id, None)
        return self.rows.pop(user_id, None) is not None

    def missing_of(self, user_ids: tuple[str, ...]) -> frozenset[str]:
        """The users without a row."""
        return frozenset(user_ids) - self.rows.keys()

    def set_kyc_status(
        self,
        user_id: str,
        status: KycStatus,
        provider: str | None = None,
        session_id: str | None = None,
        reason: str | None = None,
        attempt: int | None = None,
        event_time: datetime | None = None,
        sequence: int | None = None,
    ) -> bool:
        """The newest event wins; only legal moves."""
        row = self.rows.get(user_id)
        if row is None:
            raise Unavailable("the row of this user is on its way", "row_on_its_way")
        if sequence is not None and sequence < self.sequences.get(user_id, 0):
            return False
        if event_time and row.kyc_event_time and event_time < row.kyc_event_time:
            return False
        if status is not row.kyc_status and status not in KYC_MOVES[row.kyc_status]:
            raise Conflict("an illegal move", "sql_VK001")
        self.sequences[user_id] = sequence or self.sequences.get(user_id, 0)
        self.rows[user_id] = replace(
            row,
            kyc_status=status,
            kyc_provider=provider or row.kyc_provider,
            kyc_session_id=session_id or row.kyc_session_id,
            kyc_rejection_reason=reason,
            kyc_attempt=max(attempt or 0, row.kyc_attempt),
            kyc_event_time=event_time or row.kyc_event_time,
        )
        return True


@dataclass
class MemoryEvents:
    """An event bus that keeps what was published."""

    published: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, kind: str, detail: Mapping[str, Any]) -> None:
        """Appends."""
        self.published.append((kind, dict(detail)))


@dataclass
class MemorySeals:
    """Seals like KMS: a text opens only in the context that it was sealed for."""

    kept: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def seal(self, text: str, context: dict[str, str]) -> str:
        """A name under which the text is kept."""
        name = f"sealed-{len(self.kept)}"
        self.kept[name] = (text, context)
        return name

    def open(self, sealed: str, context: dict[str, str]) -> str:
        """The text; NotAuthorized in another context."""
        text, wanted = self.kept.get(sealed, ("", {}))
        if not wanted or wanted != context:
            raise NotAuthorized("this was sealed for something else")
        return text
