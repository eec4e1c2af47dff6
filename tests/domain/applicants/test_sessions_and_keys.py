"""An applicant's session: whose browser it is, where it goes on to, that it prints no token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.applicants.api_keys import MOST_ADDRESS, Mode, checked_redirects
from chalicelib.domain.applicants.sessions import ApplicantSession, Token
from chalicelib.domain.errors import BadRequest

NOW = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


def test_the_browser_that_clicked_first_has_it() -> None:
    session = ApplicantSession("s-1", "a-1", Mode.TEST, NOW, NOW + timedelta(hours=1))
    opened = session.opened_by("hash", NOW)
    assert (opened.browser, opened.opened_at, opened.version) == ("hash", NOW, 2)
    assert opened.opened_by("hash", NOW + timedelta(minutes=1)) is opened


def test_a_token_does_not_print() -> None:
    token = Token("vs_secret", NOW)
    assert token.reveal() == "vs_secret"
    assert repr(token) == str(token) == "Token(until 12:30)"


def test_where_somebody_may_go_on_to() -> None:
    longest = "https://a.example/" + "x" * (MOST_ADDRESS - 18)
    fine = ("https://a.example/back?x=1", "http://127.0.0.1:1/", "http://localhost/", longest)
    assert checked_redirects(fine) == fine
    assert checked_redirects(()) == ()


@pytest.mark.parametrize(
    "url",
    ["http://a.example/", "https://", "https://me@a.example/", "javascript:alert(1)",
     "https://a.example/" + "x" * (MOST_ADDRESS - 17), "http://127.0.0.2/", "https://[::1/", ""],
)  # fmt: skip
def test_where_nobody_goes_on_to(url: str) -> None:
    with pytest.raises(BadRequest) as caught:
        checked_redirects(("https://a.example/", url))
    assert caught.value.code == "redirect_invalid"
