"""What a language must say: messages, and reasons an applicant may know."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A mail that is no more than a sentence."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `sms` by the notice's name, `reasons` by public code; mails have templates.
    `hand_off` brings a link to the phone.

    `proof`, `reset` and `invitation` are sent by the user pool, which puts the code for `{####}`.
    """

    code: str
    hand_off: str
    sms: Mapping[str, str]
    proof: Message
    reset: Message
    invitation: Message
    reasons: Mapping[str, str]
