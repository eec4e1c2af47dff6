"""Phone numbers as people write them, kept as E.164."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from chalicelib.domain.errors import BadRequest


def _phone(written: str) -> str:
    """E.164 of a number as people write it: spaces, brackets and a national zero go.

    Whether a number has the length its country gives numbers is known; whether it is in use is not.
    """
    import phonenumbers  # its tables are read when somebody signs up, not at each cold start

    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        raise BadRequest("this is no phone number", "phone_invalid") from None
    if not phonenumbers.is_possible_number(number):
        raise BadRequest("no number of that country is so long or short", "phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# With + and the country's code; kept as E.164 (ITU-T).
Phone = Annotated[
    str,
    StringConstraints(pattern=r"^\+[0-9 ()./-]{6,30}$"),
    AfterValidator(_phone),
]
