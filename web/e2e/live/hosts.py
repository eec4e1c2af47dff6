"""The names of AWS on this computer: what `front.ts` needs before a system starts, and its policy.

`python hosts.py FOLDER` writes key.pem and certificate.pem for the names there: a certificate that
nobody trusts, for one run.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REGION = "eu-west-1"
SITE = "https://d111111abcdef8.cloudfront.net"
API = f"https://a1b2c3d4e5.execute-api.{REGION}.amazonaws.com/api"
NAMES = {"web": SITE, "api": API}
#: What the site's policy calls them in infra/platform/site.tf.
PICTURES = ("kyc-id-uploads", "kyc-live-frames")


def environment(front: str, certificate: str) -> dict[str, str]:
    """What a system is told so that its functions speak to S3 by the bucket's own host."""
    return {
        "VESTIBULE_NAMES": json.dumps(NAMES),
        "AWS_ENDPOINT_URL_S3": f"https://s3.{REGION}.amazonaws.com",
        "HTTPS_PROXY": front,
        "AWS_CA_BUNDLE": certificate,
    }


def policy(buckets: list[str]) -> str:
    """The content security policy that CloudFront sends, with the hosts that Terraform names."""
    text = (ROOT / "infra" / "modules" / "site" / "main.tf").read_text()
    (listed,) = re.findall(r"content_security_policy = join\(\"; \", \[\n(.*?)\n  \]\)", text, re.S)
    pictures = [
        f"https://{bucket}.s3.{REGION}.amazonaws.com"
        for bucket in buckets
        if bucket.rpartition("-")[0].endswith(PICTURES)
    ]
    if len(pictures) != len(PICTURES):
        raise ValueError(f"buckets of pictures are missing: {buckets}")
    apis = [f"https://*.execute-api.{REGION}.amazonaws.com"]
    # What infra/platform/site.tf gives the module where managed liveness is not used.
    origins = {"api_origins": apis, "picture_origins": pictures, "film_origins": []}

    def joined(hole: re.Match[str]) -> str:
        named = re.findall(r"var\.(\w+)", hole[1])
        return " ".join(origin for name in named for origin in origins[name])

    lines = re.findall(r'^ *"(.*)",', listed, re.M)
    return "; ".join(re.sub(r"\$\{(.*?)\}", joined, line) for line in lines)


def certify(folder: Path) -> None:
    """A key and its certificate for a day."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "vestibule test")])
    hosts = [SITE.removeprefix("https://"), API.split("/")[2], f"*.s3.{REGION}.amazonaws.com",
             f"s3.{REGION}.amazonaws.com"]  # fmt: skip
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(h) for h in hosts]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, plain))
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))


if __name__ == "__main__":
    certify(Path(sys.argv[1]))
