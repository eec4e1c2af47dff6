"""The server's side of USER_SRP_AUTH (SRP-6a as Cognito does it; RFC 5054 for the group).

moto answers with random numbers and lets any password in. The parameters are those of AWS's own
client libraries: the 3072-bit group, generator 2, HKDF with the info "Caldera Derived Key".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# RFC 3526, group 15.
_N_HEX = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879"
    "8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B"
    "0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA4836"
    "1C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804"
    "F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6"
    "955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64"
    "ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D226"
    "1AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2"
    "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
)
_N, _G = int(_N_HEX, 16), 2


def challenge(pool_id: str, user_id: str, password: str, srp_a: str) -> dict[str, Any]:
    """`{public, secret}`: the parameters of the challenge, and what the server keeps for `proves`.

    `srp_a`: the client's public value, hexadecimal. ValueError if it is not, or is a multiple of N,
    which would make the session's key known.
    """
    a = int(srp_a, 16)
    if a % _N == 0:
        raise ValueError("SRP_A is not acceptable")
    salt = secrets.randbits(128)
    inner = hashlib.sha256(f"{_short(pool_id)}{user_id}:{password}".encode()).hexdigest()
    verifier = pow(_G, _hash(_pad(salt) + inner), _N)
    k = _hash("00" + _N_HEX + "02")
    b = secrets.randbits(1024)
    public = (k * verifier + pow(_G, b, _N)) % _N
    u = _hash(_pad(a) + _pad(public))
    shared = pow(a * pow(verifier, u, _N), b, _N)
    block = base64.b64encode(secrets.token_bytes(96)).decode()
    return {
        "public": {
            "SALT": f"{salt:x}",
            "SRP_B": f"{public:x}",
            "SECRET_BLOCK": block,
            "USER_ID_FOR_SRP": user_id,
            "USERNAME": user_id,
        },
        "secret": {"key": _key(shared, u), "block": block},
    }


def proves(secret: dict[str, Any], pool_id: str, user_id: str, responses: dict[str, str]) -> bool:
    """Whether the password claim in ChallengeResponses is signed with the session's key.

    `secret`: `challenge`'s.
    """
    if responses.get("PASSWORD_CLAIM_SECRET_BLOCK") != secret["block"]:
        return False
    message = (
        _short(pool_id).encode()
        + user_id.encode()
        + base64.b64decode(secret["block"])
        + responses.get("TIMESTAMP", "").encode()
    )
    expected = base64.b64encode(hmac.new(secret["key"], message, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(expected, responses.get("PASSWORD_CLAIM_SIGNATURE", ""))


def _short(pool_id: str) -> str:
    """The pool's id without its region, as the protocol uses it."""
    return pool_id.split("_", 1)[1]


def _pad(number: int) -> str:
    """Hexadecimal of even length, with a leading zero byte if the top bit is set, so that it is not
    read as negative."""
    text = f"{number:x}"
    if len(text) % 2:
        return "0" + text
    return "00" + text if text[0] in "89abcdefABCDEF" else text


def _hash(hexadecimal: str) -> int:
    return int(hashlib.sha256(bytes.fromhex(hexadecimal)).hexdigest(), 16)


def _key(shared: int, u: int) -> bytes:
    return HKDF(hashes.SHA256(), 16, bytes.fromhex(_pad(u)), b"Caldera Derived Key").derive(
        bytes.fromhex(_pad(shared))
    )
