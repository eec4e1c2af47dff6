"""Phone numbers as people write them, stored as E.164."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from chalicelib.domain.errors import BadRequest

_WRITTEN = re.compile(r"\+[0-9 ()./-]{6,30}")


def _phone(written: str) -> str:
    """The number in E.164: without spaces, brackets and a national zero.

    BadRequest (`phone_invalid`) if it is no number, or too long or short for its country. Whether
    the number is in use is not checked.
    """
    if not _WRITTEN.fullmatch(written):
        raise BadRequest("this is no phone number", "phone_invalid")
    import phonenumbers  # its tables are loaded at sign-up, not at each cold start

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
    StringConstraints(max_length=64),
    AfterValidator(_phone),
]
