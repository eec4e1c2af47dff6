"""Signs with the key of the audit log, which never leaves KMS: PAdES, ECDSA on P-256, SHA-256."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from asn1crypto import keys, x509
from asn1crypto.algos import SignedDigestAlgorithm
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer

FIELD = "Evidence"
#: Base64 of a DER signature of these bytes.
Sign = Callable[[bytes], str]
#: A placeholder of the greatest length of such a signature, to reserve space.
_ROOM = bytes(72)
# The certificate only carries the key; its dates mean nothing. Verifiers compare the key.
_FROM, _TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC)


def signed(paper: bytes, sign: Sign, public_key: bytes, name: str) -> bytes:
    """The signed PDF. `paper`: PDF; `sign`: signs bytes with the key; `public_key`: DER; `name`:
    the owner of the key."""
    certificate = wrapped(sign, public_key, name)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason="Evidence of a case",
    )
    out = io.BytesIO()
    signer = PdfSigner(meta, signer=_Kms(sign, certificate))
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper)), output=out)
    return out.getvalue()


class _Kms(Signer):
    def __init__(self, sign: Sign, certificate: Any) -> None:
        algorithm = SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
        super().__init__(signing_cert=certificate, signature_mechanism=algorithm)
        self._sign = sign

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return _ROOM if dry_run else base64.b64decode(self._sign(data))


def wrapped(sign: Sign, public_key: bytes, name: str) -> Any:
    """A self-signed X.509 certificate (asn1crypto's), since a PDF signature carries its key in one.
    Arguments as in `signed`."""
    info = keys.PublicKeyInfo.load(public_key)
    subject = x509.Name.build({"common_name": name})
    algorithm = {"algorithm": "sha256_ecdsa"}
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int.from_bytes(hashlib.sha256(public_key).digest()[:8], "big") >> 1,
            "signature": algorithm,
            "issuer": subject,
            "subject": subject,
            "validity": {"not_before": _time(_FROM), "not_after": _time(_TO)},
            "subject_public_key_info": info,
            "extensions": [
                _extension("basic_constraints", {"ca": False}),
                _extension("key_usage", {"digital_signature", "non_repudiation"}),
                _extension("key_identifier", info.sha1, critical=False),
            ],
        }
    )
    value = base64.b64decode(sign(body.dump()))
    whole = {"tbs_certificate": body, "signature_algorithm": algorithm, "signature_value": value}
    return x509.Certificate(whole)


def _time(moment: datetime) -> Any:
    kind = "utc_time" if moment.year < 2050 else "general_time"
    return x509.Time(name=kind, value=moment)


def _extension(name: str, value: Any, critical: bool = True) -> dict[str, Any]:
    return {"extn_id": name, "critical": critical, "extn_value": value}
