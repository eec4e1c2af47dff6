"""What can go wrong, and what the caller may do about it.

VestibuleError
|- BadRequest      what was sent cannot be accepted: correct it
|- NotFound        no such thing, or not yours
|  `- Erased       the person was erased: nothing is written about them again
|- Conflict        right request, wrong moment
|- Gone            it was there once, and never comes back
|- Forbidden       you may not do that
|- Unauthenticated we do not know who you are
|- TooMany         slow down; `retry_after` seconds says how long
|- Unavailable     a dependency failed: try again
`- Refused         a dependency said no: do not try again

Step Functions matches the class name (`Unavailable` is retried), the REST doors map the class to
an HTTP status, and `code` is the stable word a client may branch on (RFC 9457 extension member).
A message is shown to clients and logged: it must never carry personal data or a secret.
"""


class VestibuleError(Exception):
    """Base of everything this product raises on purpose."""

    code = "error"

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        if code:
            self.code = code


class BadRequest(VestibuleError):
    """What was sent cannot be accepted."""

    code = "bad_request"


class NotFound(VestibuleError):
    """No such thing, or it belongs to somebody else (the two are never told apart)."""

    code = "not_found"


class Erased(NotFound):
    """The person was erased: nothing is written about them again. Never worth another try."""

    code = "erased"


class Conflict(VestibuleError):
    """The request is right, the moment is wrong."""

    code = "conflict"


class Gone(VestibuleError):
    """It was there once, and never comes back."""

    code = "gone"


class Forbidden(VestibuleError):
    """The caller is known and may not do this."""

    code = "forbidden"


class Unauthenticated(VestibuleError):
    """Nobody we know."""

    code = "unauthenticated"


class TooMany(VestibuleError):
    """A limit was reached; `retry_after` is in seconds, `count` what was counted, if known."""

    code = "too_many_requests"

    def __init__(
        self, message: str, code: str | None = None, retry_after: int = 60, count: int = 0
    ) -> None:
        super().__init__(message, code)
        self.retry_after, self.count = retry_after, count


class Unavailable(VestibuleError):
    """A dependency did not answer; the same request may succeed later."""

    code = "unavailable"


class Refused(VestibuleError):
    """A dependency answered no; the same request will fail again."""

    code = "refused"


class UserNotFound(NotFound):
    """No account of that name (workflow B)."""

    code = "user_not_found"


class NotAuthorized(Unauthenticated):
    """The password, token or code does not fit the account."""

    code = "not_authorized"


class UsernameExists(Conflict):
    """The name is taken."""

    code = "username_exists"


class InvalidPassword(BadRequest):
    """The password does not meet the pool's policy."""

    code = "invalid_password"


class TooManyRequests(TooMany):
    """Cognito throttles; Step Functions retries this by name."""

    code = "too_many_requests"
