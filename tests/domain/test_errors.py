"""What can go wrong: with a code of its own, else with that of its kind."""

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, Erased, NotFound, VestibuleError


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (VestibuleError, "error"), (BadRequest, "bad_request"), (NotFound, "not_found"),
        (Erased, "erased"), (Conflict, "conflict"),
    ],
)  # fmt: skip
def test_an_error_without_a_code_has_that_of_its_kind(
    kind: type[VestibuleError], code: str
) -> None:
    assert (kind("said").code, str(kind("said"))) == (code, "said")
    assert kind("said", "another").code == "another"
    assert kind("said").code == code  # the next one is not touched
