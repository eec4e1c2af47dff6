"""Verifies that the issuing state signed the data of a document's chip.

ICAO 9303 part 11, section 5.1 (passive authentication), and part 12 (certificates). Verified are
the hashes of the data groups in the security object, its signature by a document signer, and the
signer's certificate by the state's authority, which the operator trusts. So signed data are
genuine; it is not proven that the chip itself was present. Revocation lists are not checked.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from asn1crypto import algos, cms, core, keys, parser, pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from chalicelib.domain.documents.chip import Verdict
from chalicelib.domain.errors import BadRequest

MOST_BYTES = 64_000
SECURITY_OBJECT = "2.23.136.1.1.1"
#: Exceptions of asn1crypto and cryptography for malformed data.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError)
UNREADABLE = BadRequest("this is no security object of a travel document", "chip_unreadable")
_HASHES: Mapping[str, type[hashes.HashAlgorithm]] = {
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_CURVES: Mapping[str, type[ec.EllipticCurve]] = {
    "secp224r1": ec.SECP224R1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpoolp256r1": ec.BrainpoolP256R1,
    "brainpoolp384r1": ec.BrainpoolP384R1,
    "brainpoolp512r1": ec.BrainpoolP512R1,
}
#: States' certificates have explicit curve parameters. The curve is identified by its order; the
#: other parameters are ignored, so that nobody can use a generator of their own (CVE-2020-0601).
_ORDERS = {
    int(order, 16): name
    for name, order in {
        "secp224r1": "FFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D",
        "secp256r1": "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        "secp384r1": (
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF"
            "581A0DB248B0A77AECEC196ACCC52973"
        ),
        "secp521r1": (
            "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            "FFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91"
            "386409"
        ),
        "brainpoolp256r1": "A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7",
        "brainpoolp384r1": (
            "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7"
            "CF3AB6AF6B7FC3103B883202E9046565"
        ),
        "brainpoolp512r1": (
            "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870"
            "553E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069"
        ),
    }.items()
}


class _GroupHash(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields: ClassVar = [("number", core.Integer), ("value", core.OctetString)]


class _GroupHashes(core.SequenceOf):  # type: ignore[misc]  # nor here
    _child_spec = _GroupHash


class _SecurityObject(core.Sequence):  # type: ignore[misc]  # nor here
    _fields: ClassVar = [
        ("version", core.Integer),
        ("algorithm", algos.DigestAlgorithm),
        ("groups", _GroupHashes),
        ("lds_version", core.Any, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class PassiveAuthentication:
    """Verifies security objects. `trusted`: the certificates of states' authorities, as PEM."""

    trusted: bytes

    def check(
        self, sod: bytes, groups: Mapping[int, bytes], states: Collection[str], today: date
    ) -> Verdict:
        """Whether one of these states (ISO alpha-2, as in certificates) signed the data groups.

        BadRequest for a malformed security object; UNKNOWN without a signature of a trusted
        authority, or with an unsupported algorithm.
        """
        if len(sod) > MOST_BYTES:
            raise UNREADABLE
        try:
            signed, stated = _opened(sod)
            hashed = _SecurityObject.load(stated, strict=True)
            wanted = {int(g["number"]): g["value"].native for g in hashed["groups"]}
            algorithm = hashed["algorithm"]["algorithm"].native
            (signer,) = signed["signer_infos"]
            certificate = _certificate_of(signer, signed["certificates"])
        except MALFORMED as error:
            raise UNREADABLE from error
        if algorithm not in _HASHES or certificate is None:
            return Verdict.UNKNOWN
        for number, content in groups.items():
            digest = hashlib.new(algorithm, content).digest()
            if not hmac.compare_digest(digest, wanted.get(number, b"")):
                return Verdict.FORGED
        try:
            genuine = _signed(signer, stated, certificate)
            known = _issued(certificate, self._authorities(), states, today)
        except (*MALFORMED, _Unknown):
            return Verdict.UNKNOWN
        if not genuine:
            return Verdict.FORGED
        return Verdict.GENUINE if known else Verdict.UNKNOWN

    def _authorities(self) -> Iterable[x509.Certificate]:
        for _, _, der in pem.unarmor(self.trusted, multiple=True):
            yield x509.Certificate.load(der)


class _Unknown(Exception):
    """A signature by an unsupported algorithm."""


def _opened(sod: bytes) -> tuple[Any, bytes]:
    """(signed data, signed content) of a security object: CMS within tag 0x77."""
    class_, method, tag, _, content, _ = parser.parse(sod, strict=True)
    if (class_, method, tag) != (1, 1, 23):
        raise ValueError("no EF.SOD")
    outer = cms.ContentInfo.load(content, strict=True)
    if outer["content_type"].native != "signed_data":
        raise ValueError("not signed")
    inner = outer["content"]["encap_content_info"]
    if inner["content_type"].dotted != SECURITY_OBJECT:
        raise ValueError("another kind of content")
    return outer["content"], bytes(inner["content"])


def _certificate_of(signer: Any, certificates: Any) -> x509.Certificate | None:
    """The document signer's certificate; None if the object does not contain it."""
    for choice in certificates:
        certificate = choice.chosen
        if not isinstance(certificate, x509.Certificate):
            continue
        sid = signer["sid"].chosen
        if isinstance(sid, cms.IssuerAndSerialNumber):
            number = sid["serial_number"].native
            if certificate.issuer == sid["issuer"] and certificate.serial_number == number:
                return certificate
        elif certificate.key_identifier and certificate.key_identifier == sid.native:
            return certificate
    return None


def _signed(signer: Any, stated: bytes, certificate: x509.Certificate) -> bool:
    """Whether the signer signed these hashes, by signed attributes with their digest."""
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        raise _Unknown
    said = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    kinds, digests = said.get("content_type", ()), said.get("message_digest", ())
    if len(kinds) != 1 or len(digests) != 1 or kinds[0].dotted != SECURITY_OBJECT:
        return False
    if not hmac.compare_digest(hashlib.new(algorithm, stated).digest(), digests[0].native):
        return False
    # Signed with the tag of a SET, but encoded with an implicit tag.
    attributes = signer["signed_attrs"].untag().dump(force=True)
    key, how = certificate.public_key, signer["signature_algorithm"]
    return _verified(key, how, algorithm, signer["signature"].native, attributes)


def _issued(
    signer: x509.Certificate,
    authorities: Iterable[x509.Certificate],
    states: Collection[str],
    today: date,
) -> bool:
    """Whether a trusted authority of this state issued the signer's certificate."""
    if not _now(signer, today) or not _may_sign(signer, "digital_signature"):
        return False
    for authority in authorities:
        ours = {_state(authority.subject), _state(signer.issuer)} <= set(states)
        if not ours or authority.subject != signer.issuer or not _now(authority, today):
            continue
        if not authority.ca or not _may_sign(authority, "key_cert_sign"):
            continue
        how, signature = signer["signature_algorithm"], signer["signature_value"].native
        body = signer["tbs_certificate"].dump()
        with suppress(_Unknown):  # older authorities of a state have the same name and other keys
            if _verified(authority.public_key, how, "", signature, body):
                return True
    return False


def _state(name: x509.Name) -> str:
    country = name.native.get("country_name", "")
    return country.upper() if isinstance(country, str) else ""


def _now(certificate: x509.Certificate, today: date) -> bool:
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return bool(certificate.not_valid_before <= noon <= certificate.not_valid_after)


def _may_sign(certificate: x509.Certificate, use: str) -> bool:
    usage = certificate.key_usage_value
    return usage is not None and use in usage.native


def _verified(key: Any, how: Any, digest: str, signature: bytes, signed: bytes) -> bool:
    """Whether one signature is valid. `digest`: the hash, if the algorithm does not name it."""
    way = how.signature_algo
    if way == "rsassa_pss":
        digest = how["parameters"]["hash_algorithm"]["algorithm"].native
    elif how["algorithm"].native not in ("rsassa_pkcs1v15", "ecdsa"):
        digest = how.hash_algo
    if digest not in _HASHES:
        raise _Unknown
    hashing = _HASHES[digest]()
    try:
        if way == "ecdsa":
            _curve_key(key).verify(signature, signed, ec.ECDSA(hashing))
        elif way == "rsassa_pss":
            _rsa_key(key).verify(signature, signed, _pss(how["parameters"]), hashing)
        elif way == "rsassa_pkcs1v15":
            _rsa_key(key).verify(signature, signed, padding.PKCS1v15(), hashing)
        else:
            raise _Unknown
    except InvalidSignature:
        return False
    return True


def _pss(parameters: Any) -> padding.PSS:
    mask = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
    if mask not in _HASHES:
        raise _Unknown
    return padding.PSS(padding.MGF1(_HASHES[mask]()), parameters["salt_length"].native)


def _rsa_key(key: keys.PublicKeyInfo) -> rsa.RSAPublicKey:
    if key.algorithm not in ("rsa", "rsassa_pss"):
        raise _Unknown
    numbers = key["public_key"].parsed
    modulus, exponent = numbers["modulus"].native, numbers["public_exponent"].native
    if not 2048 <= modulus.bit_length() <= 8192:
        raise _Unknown
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def _curve_key(key: keys.PublicKeyInfo) -> ec.EllipticCurvePublicKey:
    if key.algorithm != "ec":
        raise _Unknown
    parameters = key["algorithm"]["parameters"]
    if parameters.name == "specified":
        name = _ORDERS.get(parameters.chosen["order"].native, "")
    else:
        name = str(parameters.chosen.native) if parameters.name == "named" else ""
    if name.lower() not in _CURVES:
        raise _Unknown
    point = bytes(key["public_key"].native) if key["public_key"].native else b""
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[name.lower()](), point)


def countries(trusted: bytes) -> Sequence[str]:
    """The states whose authorities are in `trusted` (PEM), for display."""
    found = {
        _state(x509.Certificate.load(der).subject)
        for _, _, der in pem.unarmor(trusted, multiple=True)
    }
    return sorted(found)
