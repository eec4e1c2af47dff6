"""Six digits, ten minutes, five tries, three sends an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts import phone_code
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.errors import BadRequest, TooMany, VestibuleError

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PEPPER = b"p" * 32


def issued(code: str = "123456", now: datetime = NOW, before: PhoneCode | None = None) -> PhoneCode:
    return phone_code.issue(before, "o1", phone_code.digest(PEPPER, "o1", code), now)


def code_error(error: type[VestibuleError], code: PhoneCode, given: str, now: datetime) -> str:
    with pytest.raises(error) as raised:
        phone_code.check(code, phone_code.digest(PEPPER, "o1", given), now)
    return raised.value.code


def test_the_right_code_in_time_passes() -> None:
    phone_code.check(
        issued(), phone_code.digest(PEPPER, "o1", "123456"), NOW + timedelta(minutes=9)
    )


def test_a_wrong_code_is_named() -> None:
    assert code_error(BadRequest, issued(), "654321", NOW) == "code_wrong"


def test_the_code_dies_after_ten_minutes() -> None:
    at = NOW + timedelta(minutes=10)
    assert code_error(BadRequest, issued(), "123456", at) == "code_expired"


def test_a_code_of_another_onboarding_does_not_fit() -> None:
    code = issued()
    with pytest.raises(BadRequest):
        phone_code.check(code, phone_code.digest(PEPPER, "o2", "123456"), NOW)


def test_the_sixth_try_is_refused() -> None:
    code = issued()
    for _ in range(5):
        code = phone_code.tried(code)
    with pytest.raises(TooMany):
        phone_code.tried(code)


def test_a_new_code_resets_the_tries_but_not_the_sends() -> None:
    code = phone_code.tried(issued())
    again = issued("222222", NOW + timedelta(minutes=1), code)
    assert (again.tries, len(again.sends)) == (0, 2)


def test_the_fourth_send_within_an_hour_waits_for_the_first_to_age() -> None:
    code = None
    for minute in (0, 10, 20):
        code = issued(now=NOW + timedelta(minutes=minute), before=code)
    with pytest.raises(TooMany) as raised:
        issued(now=NOW + timedelta(minutes=30), before=code)
    assert raised.value.retry_after == 1800
    assert len(issued(now=NOW + timedelta(minutes=61), before=code).sends) == 3
