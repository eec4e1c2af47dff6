"""An applicant: a person of another backend, who has no account of ours."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.errors import BadRequest

_ID = re.compile(r"apl_(live|test)_[0-9a-f]{32}")
_EXTERNAL = re.compile(r"[!-~]{1,128}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
_METADATA_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
MOST_METADATA = 20
LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Claims:
    """What the backend says the person is called; it never prints."""

    full_name: str = field(default="", repr=False)
    date_of_birth: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Applicant:
    """`applicant_id` is the person's id everywhere else in the product."""

    applicant_id: str
    mode: Mode
    external_user_id: str
    created_at: datetime
    level: str = "default"
    locale: str = "en"
    metadata: dict[str, str] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True)
class ExternalId:
    """Which applicant a backend's own id names. The key carries the mode, so that a test applicant
    and a live one may have the same external id and never meet."""

    external_key: str
    applicant_id: str
    content: str
    version: int = 1


def applicant_id(mode: Mode, random_id: str) -> str:
    """An applicant's id. It says whose mode it is, so that nothing else has to be asked, and can
    be no id of a user of the pool (a UUID)."""
    return f"apl_{mode}_{random_id.replace('-', '')}"


def is_applicant(person_id: str) -> bool:
    """Whether this is an applicant's id, and no user's of the pool."""
    return bool(_ID.fullmatch(person_id))


def mode_of(person_id: str) -> Mode:
    """The mode a person belongs to; users of the pool are live."""
    found = _ID.fullmatch(person_id)
    return Mode(found[1]) if found else Mode.LIVE


def external_key(mode: Mode, external_user_id: str) -> str:
    """The key of a backend's own id; BadRequest (`external_user_id_invalid`)."""
    if not _EXTERNAL.fullmatch(external_user_id):
        raise BadRequest(
            "externalUserId has 1 to 128 visible ASCII characters", "external_user_id_invalid"
        )
    return f"{mode}#{external_user_id}"


def checked_locale(locale: str) -> str:
    """A BCP 47 tag of at most three parts; BadRequest (`locale_invalid`)."""
    if not _LOCALE.fullmatch(locale):
        raise BadRequest("locale is a language tag, such as de or pt-BR", "locale_invalid")
    return locale


def checked_metadata(metadata: dict[str, str]) -> dict[str, str]:
    """Small texts of the caller's own; BadRequest (`metadata_invalid`)."""
    fits = len(metadata) <= MOST_METADATA and all(
        _METADATA_KEY.fullmatch(key) and len(value) <= LONGEST_VALUE
        for key, value in metadata.items()
    )
    if not fits:
        raise BadRequest(
            f"metadata has at most {MOST_METADATA} names and texts of {LONGEST_VALUE} characters",
            "metadata_invalid",
        )
    return metadata


def checked_birth_date(text: str) -> str:
    """YYYY-MM-DD or nothing; BadRequest (`date_of_birth_invalid`)."""
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise BadRequest("this is no date of birth", "date_of_birth_invalid") from None
    return text
