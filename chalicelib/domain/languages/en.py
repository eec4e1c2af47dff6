"""English: text messages; its reasons are those of the API."""

from chalicelib.domain.languages.words import Message, Words
from chalicelib.domain.verifications.notices import NEUTRAL, REASONS

WORDS = Words(
    code="{code} is your code. It is valid for {minutes} minutes.",
    hand_off="Continue your verification here: {link} Valid for {minutes} minutes.",
    sms={
        "verify-soon": "Your verification runs out on {date}. Sign in to renew it.",
        "verify-again": "Your verification has run out. Sign in to verify yourself again.",
        "welcome": "Your identity is verified. Welcome!",
        "rejected": "We could not verify your identity. Sign in to see why.",
        "timed-out": "Your verification has timed out. You can start again at any moment.",
        "more-information-needed": "We need more information from you. Sign in to see what.",
    },
    proof=Message(
        "Is this your address?",
        "{####} is the code that proves that this address is yours. "
        "If you did not ask for it, ignore this message.",
    ),
    reset=Message(
        "A new password",
        "{####} is your code for a new password. If you did not ask for it, ignore it.",
    ),
    invitation=Message(
        "Your account", "Your name to sign in: {username}. Your password for one day: {####}"
    ),
    reasons={code: text for code, text in REASONS.items() if text != NEUTRAL}
    | {"not_confirmed": NEUTRAL},
)
