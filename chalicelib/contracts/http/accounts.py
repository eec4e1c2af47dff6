"""Accounts on the wire: signing up and in, second factor, address, profile."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, EmailStr, Field, StringConstraints

from chalicelib.contracts.phone import Phone
from chalicelib.contracts.wire import Country, Id, Name, Standing, Wire, seen_lines

Password = Annotated[str, StringConstraints(min_length=12, max_length=256, strip_whitespace=False)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Token = Annotated[str, StringConstraints(min_length=1, max_length=8192)]
# Cognito's own bounds (API reference, SignUp and RespondToAuthChallenge).
Username = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^\S+$")]
Session = Annotated[str, StringConstraints(min_length=20, max_length=2048)]


class ProfileIn(Wire):
    """What the applicant says of themselves."""

    full_name: Name
    date_of_birth: date
    nationality: Country
    address: Annotated[str, StringConstraints(max_length=500), AfterValidator(seen_lines)] = ""


class ProfileOut(Wire):
    """The stored profile."""

    full_name: str
    date_of_birth: str
    nationality: str
    address: str
    complete: bool


class Me(Wire):
    """The signed-in user."""

    user_id: str
    email: str
    email_verified: bool
    kyc_status: Standing
    registered: bool
    onboarding: dict[str, str]


class SignupStart(Wire):
    """Opens an account."""

    email: EmailStr = Field(max_length=128)
    password: Password
    phone_number: Phone
    language: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")
    ] = Field("en", max_length=35, description="What the applicant reads; messages follow it.")


class SignupStarted(Wire):
    """The onboarding has begun; a code is on its way."""

    onboarding_id: Id


class SignupConfirm(Wire):
    """The code from the SMS."""

    onboarding_id: Id
    code: Code


class SignupConfirmed(Wire):
    """The phone is proven."""

    onboarding_id: Id
    status: Literal["phone_verified"] = "phone_verified"


class SignupResend(Wire):
    """Asks for another code."""

    onboarding_id: Id


class Login(Wire):
    """User name is the e-mail address."""

    username: Username
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Tokens(Wire):
    """Tokens, or the challenge that must be answered first."""

    access_token: str | None = None
    id_token: str | None = None
    refresh_token: str | None = None
    expires_in: int | None = None
    challenge: str | None = None
    session: str | None = None


class MfaAnswer(Wire):
    """The TOTP code that `login` asked for."""

    username: Username
    session: Session
    code: Code


class Refresh(Wire):
    """`userId` is the `sub` of the tokens."""

    user_id: Id
    refresh_token: Token


class AccessToken(Wire):
    """The caller's access token."""

    access_token: Token


class Forgot(Wire):
    """Asks for a reset code."""

    username: Username


class Reset(Wire):
    """Sets a new password."""

    username: Username
    code: Code
    password: Password


class MfaSecret(Wire):
    """To be typed or scanned into an authenticator, shown once."""

    secret: str


class MfaEnrol(Wire):
    """Password and, if there is one, the present code, again: a token alone changes nothing."""

    access_token: Token
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    code: Code | None = None


class EmailCode(Wire):
    """Proves the address, or a new one. `code` is that of the authenticator, if there is one."""

    access_token: Token
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    code: Code | None = None
    email: EmailStr | None = Field(default=None, max_length=128)


class EmailConfirm(Wire):
    """The code that came to the address."""

    access_token: Token
    code: Code


class MfaConfirm(Wire):
    """First code of the new authenticator."""

    access_token: Token
    code: Code
