"""What a language must say: text messages, and reasons an applicant may know."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `sms` by the notice's name, `reasons` by public code; mails have templates."""

    code: str
    sms: Mapping[str, str]
    reasons: Mapping[str, str]
