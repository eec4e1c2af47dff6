"""What the user pool sends of itself, in the language of whom it is sent to.

Keys and limits are those of Cognito's CustomMessage trigger; it puts the code, or a password for a
day, in the place of `{####}`.
"""

from chalicelib.domain.languages import words_in

PROOFS = frozenset(
    f"CustomMessage_{occasion}"
    for occasion in ("SignUp", "ResendCode", "VerifyUserAttribute", "UpdateUserAttribute")
)
RESET, INVITATION = "CustomMessage_ForgotPassword", "CustomMessage_AdminCreateUser"


def message(source: str, language: str) -> dict[str, str]:
    """The answer to the trigger; empty where the pool's own words stay."""
    words = words_in(language)
    said = {RESET: words.reset, INVITATION: words.invitation}.get(source)
    if source in PROOFS:
        said = words.proof
    if said is None:
        return {}
    return {"emailSubject": said.subject, "emailMessage": said.text, "smsMessage": said.text}
