"""Passive authentication: security objects that OpenSSL made (chips/README.md), and what is left of
each when any part of it is another."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import algos, cms, core, parser, x509
from asn1crypto import keys as asn1keys
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.adapters.documents import chips
from chalicelib.adapters.documents.chips import (
    MOST_BYTES,
    SECURITY_OBJECT,
    PassiveAuthentication,
    _SecurityObject,
    countries,
)
from chalicelib.domain.documents.chip import Verdict
from chalicelib.domain.errors import BadRequest

HERE = Path(__file__).parent / "chips"
KINDS = ("rsa", "pss", "named", "explicit")
GROUP = (HERE / "dg1.der").read_bytes()
TODAY = date(2026, 12, 1)


def parts(kind: str) -> tuple[bytes, PassiveAuthentication]:
    folder = HERE / kind
    trusted = PassiveAuthentication((folder / "authority.pem").read_bytes())
    return (folder / "sod.der").read_bytes(), trusted


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_state_signed_is_genuine(kind: str) -> None:
    sod, trusted = parts(kind)
    assert trusted.check(sod, {1: GROUP}, {"GR"}, TODAY) is Verdict.GENUINE
    assert countries(trusted.trusted) == ["GR"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_the_zone_that_is_another_is_forged(kind: str) -> None:
    sod, trusted = parts(kind)
    for place in (10, 40, len(GROUP) - 1):
        other = GROUP[:place] + bytes([GROUP[place] ^ 1]) + GROUP[place + 1 :]
        assert trusted.check(sod, {1: other}, {"GR"}, TODAY) is Verdict.FORGED


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_what_is_signed_can_be_another(kind: str) -> None:
    """Nothing but a verdict or a refusal comes of any turned byte; and what stays genuine was
    turned where nothing is signed (versions, what stands around)."""
    sod, trusted = parts(kind)
    genuine = set()
    for place in range(0, len(sod), 11):
        turned = sod[:place] + bytes([sod[place] ^ 0x20]) + sod[place + 1 :]
        with suppress(BadRequest):
            if trusted.check(turned, {1: GROUP}, {"GR"}, TODAY) is Verdict.GENUINE:
                genuine.add(place)
    signed_places = {place for start, end in spans(sod) for place in range(start, end)}
    assert not genuine & signed_places
    assert len(genuine) < 20


def spans(sod: bytes) -> Iterator[tuple[int, int]]:
    """From where to where what counts lies: the hashes, the attributes, the signatures, the body of
    the signer's certificate."""
    data = cms.ContentInfo.load(parser.parse(sod)[4])["content"]
    (signer,), (choice,) = data["signer_infos"], data["certificates"]
    for part in (
        bytes(data["encap_content_info"]["content"]),
        signer["signed_attrs"].contents,
        signer["signature"].native,
        choice.chosen["tbs_certificate"].contents,
        choice.chosen["signature_value"].native,
    ):
        start = sod.index(part)
        yield start, start + len(part)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_who_is_trusted_signed(kind: str) -> None:
    sod, trusted = parts(kind)
    for other in KINDS:
        if other != kind:
            assert parts(other)[1].check(sod, {1: GROUP}, {"GR"}, TODAY) is Verdict.UNKNOWN
    assert PassiveAuthentication(b"").check(sod, {1: GROUP}, {"GR"}, TODAY) is Verdict.UNKNOWN
    assert trusted.check(sod, {1: GROUP}, {"DE"}, TODAY) is Verdict.UNKNOWN, "another state's"
    assert trusted.check(sod, {1: GROUP}, (), TODAY) is Verdict.UNKNOWN
    for day in (date(2020, 1, 1), date(2200, 1, 1)):
        assert trusted.check(sod, {1: GROUP}, {"GR"}, day) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "sod",
    [b"", b"\x77\x00", b"\x30\x03\x02\x01\x00", b"no object", b"\x77\x02\x30\x00", b"x" * 65_000],
)
def test_what_is_no_security_object_is_refused(sod: bytes) -> None:
    with pytest.raises(BadRequest) as raised:
        parts("rsa")[1].check(sod, {1: GROUP}, {"GR"}, TODAY)
    assert raised.value.code == "chip_unreadable" and len(sod) <= MOST_BYTES + 2000


def test_a_group_that_the_object_does_not_name_is_forged() -> None:
    sod, trusted = parts("rsa")
    assert trusted.check(sod, {1: GROUP, 3: b"prints"}, {"GR"}, TODAY) is Verdict.FORGED


class State:
    """A state of our own, whose every step may go wrong."""

    def __init__(self, **authority: Any) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.signer_key = ec.generate_private_key(ec.SECP256R1())
        self.authority = certificate(
            self.key, self.key, "CSCA", "CSCA", **({"ca": True} | authority)
        )

    def issues(self, **signer: Any) -> bytes:
        return certificate(self.signer_key, self.key, "DS", "CSCA", **signer)

    def check(self, sod: bytes) -> Verdict:
        body = base64.encodebytes(self.authority)
        pem = b"-----BEGIN CERTIFICATE-----\n" + body + b"-----END CERTIFICATE-----\n"
        return PassiveAuthentication(pem).check(sod, {1: GROUP}, {"GR"}, TODAY)


def certificate(
    key: Any,
    by: Any,
    name: str,
    issuer: str,
    ca: bool = False,
    country: str = "GR",
    sign: bool | None = None,
    certify: bool | None = None,
    usage: bool = True,
    days: int = 1,
) -> bytes:
    def named(common: str) -> made.Name:
        return made.Name(
            [
                made.NameAttribute(NameOID.COUNTRY_NAME, country),
                made.NameAttribute(NameOID.COMMON_NAME, common),
            ]
        )

    start = datetime(2026, 11, 30, tzinfo=UTC)
    builder = (
        made.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days + 1))
        .add_extension(made.BasicConstraints(ca, None), True)
    )
    if usage:
        sign = (not ca) if sign is None else sign
        certify = ca if certify is None else certify
        said = [sign, False, False, False, False, certify, False, False, False]
        builder = builder.add_extension(made.KeyUsage(*said), True)
    return builder.sign(by, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def signed(state: State, signer: bytes, **wrong: Any) -> bytes:
    """A security object by hand; `wrong`: what of it is otherwise."""
    algorithm = wrong.get("algorithm", "sha256")
    digest = hashlib.new(algorithm, GROUP).digest()
    stated = _SecurityObject(
        {
            "version": 0,
            "algorithm": {"algorithm": algorithm},
            "groups": [{"number": 1, "value": wrong.get("digest", digest)}],
        }
    ).dump()
    content = wrong.get("content", SECURITY_OBJECT)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [wrong.get("said", content)]},
            {
                "type": "message_digest",
                "values": [wrong.get("message", hashlib.sha256(stated).digest())],
            },
        ]
    )
    key = wrong.get("key", state.signer_key)
    signature = key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    loaded = x509.Certificate.load(signer)
    sid = {"issuer": loaded.issuer, "serial_number": wrong.get("serial", loaded.serial_number)}
    info = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(sid)),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    if wrong.get("unsigned"):
        del info["signed_attrs"]
    data = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {
                "content_type": content,
                "content": core.ParsableOctetString(stated),
            },
            "certificates": wrong.get("certificates", [loaded]),
            "signer_infos": [info] * wrong.get("signers", 1),
        }
    )
    outer: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    length = len(outer)
    return b"\x77\x82" + length.to_bytes(2, "big") + outer


def test_a_state_of_our_own_is_genuine() -> None:
    state = State()
    assert state.check(signed(state, state.issues())) is Verdict.GENUINE


@pytest.mark.parametrize(
    ("wrong", "verdict"),
    [
        ({"digest": b"x" * 32}, Verdict.FORGED),
        ({"message": b"x" * 32}, Verdict.FORGED),
        ({"said": "data"}, Verdict.FORGED),
        ({"key": ec.generate_private_key(ec.SECP256R1())}, Verdict.FORGED),
        ({"algorithm": "sha1"}, Verdict.UNKNOWN),
        ({"serial": 8}, Verdict.UNKNOWN),
        ({"certificates": []}, Verdict.UNKNOWN),
    ],
)
def test_an_object_that_is_wrong_in_one_thing(wrong: dict[str, Any], verdict: Verdict) -> None:
    state = State()
    assert state.check(signed(state, state.issues(), **wrong)) is verdict


@pytest.mark.parametrize("wrong", [{"signers": 2}, {"unsigned": True}, {"content": "data"}])
def test_an_object_of_another_shape_is_refused(wrong: dict[str, Any]) -> None:
    state = State()
    try:
        assert state.check(signed(state, state.issues(), **wrong)) is not Verdict.GENUINE
    except BadRequest as error:
        assert error.code == "chip_unreadable"


@pytest.mark.parametrize(
    ("authority", "signer"),
    [
        ({"ca": False, "certify": True}, {}),
        ({"certify": False}, {}),
        ({"usage": False}, {}),
        ({"days": -1}, {}),
        ({"country": "DE"}, {"country": "DE"}),
        ({"country": "DE"}, {}),
        ({}, {"sign": False}),
        ({}, {"usage": False}),
        ({}, {"days": -1}),
        ({}, {"country": "DE"}),
    ],
)
def test_a_certificate_that_may_not_do_this_is_believed_by_nobody(
    authority: dict[str, Any], signer: dict[str, Any]
) -> None:
    state = State(**authority)
    assert state.check(signed(state, state.issues(**signer))) is Verdict.UNKNOWN


def test_a_signer_that_made_its_own_authority_is_not_believed() -> None:
    state, other = State(), State()
    assert state.check(signed(other, other.issues())) is Verdict.UNKNOWN


def test_a_key_with_a_curve_of_its_own_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a curve that is written out, only its order is asked; another order is not known."""
    folder = HERE / "explicit"
    body = b"".join((folder / "authority.pem").read_bytes().splitlines()[1:-1])
    key = x509.Certificate.load(base64.b64decode(body)).public_key
    assert isinstance(key, asn1keys.PublicKeyInfo)
    assert key["algorithm"]["parameters"].name == "specified"
    order = key["algorithm"]["parameters"].chosen["order"].native
    others = {each: name for each, name in chips._ORDERS.items() if each != order}
    assert len(others) == len(chips._ORDERS) - 1
    monkeypatch.setattr(chips, "_ORDERS", others)
    sod, trusted = parts("explicit")
    assert trusted.check(sod, {1: GROUP}, {"GR"}, TODAY) is Verdict.UNKNOWN
