"""Webhook signatures: the published vectors, rotation, time, and no byte that may change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import Unauthenticated
from chalicelib.domain.vendors.signing import check_digest, check_timed, sign, sign_timed

SECRET = "test_secret"
BODY = b'{"event":"x"}'
AT = datetime.fromtimestamp(1_700_000_000, UTC)
TIMED = "f65ba862b9c26351242ad387f9c8016418a7032dadab33d56aa91898ce212816"
SHA256 = "2ded4e8677c493b19ad586ed83f0bc3dff2493d11d25656aa67bc3664ab269e7"
SHA512 = (
    "66b6497465ced20eff5bebc9e568bb5995e72dcacab42bb3598d21102adaeb91"
    "d1e214ffd93fbaa8887bd064d2bbcaf0ab651899767482d9305c170fcb4eb797"
)


def test_the_published_vectors() -> None:
    assert sign_timed(SECRET, BODY, AT) == f"t=1700000000,v1={TIMED}"
    assert sign(SECRET, BODY) == SHA256
    assert sign(SECRET, BODY, "sha512") == SHA512
    check_digest(SHA256, BODY, [SECRET])
    check_digest(SHA512, BODY, [SECRET], "sha512")
    assert check_timed(f"t=1700000000,v1={TIMED}", BODY, [SECRET], AT) == AT


def test_both_secrets_work_while_one_replaces_the_other() -> None:
    for secret in ("old", "new"):
        check_digest(sign(secret, BODY), BODY, ["new", "old"])
        check_timed(sign_timed(secret, BODY, AT), BODY, ["new", "old"], AT)
    with pytest.raises(Unauthenticated):
        check_digest(sign("older", BODY), BODY, ["new", "old"])


def test_several_signatures_in_one_header_as_stripe_and_as_persona_write_them() -> None:
    stripe = f"t=1700000000,v1={'0' * 64},v1={TIMED},v0=ignored"
    persona = f"t=1700000000,v1={'0' * 64} t=1700000000,v1={TIMED}"
    assert check_timed(stripe, BODY, [SECRET], AT) == AT
    assert check_timed(persona, BODY, [SECRET], AT) == AT


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_a_signature_from_another_time_is_refused(seconds: int) -> None:
    header = sign_timed(SECRET, BODY, AT + timedelta(seconds=seconds))
    with pytest.raises(Unauthenticated) as refused:
        check_timed(header, BODY, [SECRET], AT)
    assert refused.value.code == "signature_expired"


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_tolerated(seconds: int) -> None:
    signed = AT + timedelta(seconds=seconds)
    assert check_timed(sign_timed(SECRET, BODY, signed), BODY, [SECRET], AT) == signed


def test_no_secret_means_no_entry() -> None:
    for secrets in ([], [""]):
        with pytest.raises(Unauthenticated):
            check_digest(sign("", BODY), BODY, secrets)
        with pytest.raises(Unauthenticated):
            check_timed(sign_timed("", BODY, AT), BODY, secrets, AT)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1",
        "v1=" + TIMED,
        f"t=1700000000,t=1,v1={TIMED}",
        f"t=-1,v1={TIMED}",
        "t=1,v1=" * 2000,
    ],
)
def test_malformed_headers_are_refused(header: str) -> None:
    with pytest.raises(Unauthenticated):
        check_timed(header, BODY, [SECRET], AT)


def test_the_algorithm_is_ours_to_choose() -> None:
    with pytest.raises(Unauthenticated):
        check_digest(SHA256, BODY, [SECRET], "sha512")
    with pytest.raises(Unauthenticated):
        check_digest(sign(SECRET, BODY, "sha1"), BODY, [SECRET])


def _changed(data: bytes, place: int, flip: int) -> bytes:
    place %= len(data)
    return data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]


@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_any_changed_byte_of_body_or_signature_is_refused(place: int, flip: int) -> None:
    header = sign_timed(SECRET, BODY, AT)
    mutants: list[Callable[[], object]] = [
        lambda: check_digest(SHA256, _changed(BODY, place, flip), [SECRET]),
        lambda: check_digest(
            _changed(SHA256.encode(), place, flip).decode("latin-1"), BODY, [SECRET]
        ),
        lambda: check_timed(header, _changed(BODY, place, flip), [SECRET], AT),
        lambda: check_timed(
            _changed(header.encode(), place, flip).decode("latin-1"), BODY, [SECRET], AT
        ),
    ]
    for mutant in mutants:
        with pytest.raises(Unauthenticated):
            mutant()
