"""The offline verifier says what was touched, and nothing about what was not."""

import base64
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.audit_chain import linked, summed
from local.operations import audit_verify


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Path]:
    """An export of two entries and one signed checkpoint, and the public key."""
    private = ec.generate_private_key(ec.SECP256R1())
    key = tmp_path / "key.pem"
    key.write_bytes(
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    first = linked(None, "v-1", "2026-11-20T10:00:00+00:00", "opened", "{}")
    second = linked(first, "v-1", "2026-11-21T10:00:00+00:00", "decided", "{}")
    bare = summed("2026-11-20", [first], None)
    signature = private.sign(bare.message(), ec.ECDSA(hashes.SHA256()))
    checkpoint = replace(bare, signature=base64.b64encode(signature).decode())
    log = tmp_path / "audit.jsonl"
    lines = [
        {"Entry": asdict(first)},
        {"Entry": asdict(second)},
        {"Checkpoint": asdict(checkpoint)},
    ]
    log.write_text("\n".join(json.dumps(line) for line in lines))
    return log, key


def run(log: Path, key: Path) -> int:
    return audit_verify.main(["verify", str(log), "--key", str(key)])


def test_an_untouched_export_verifies(kept, capsys):
    assert run(*kept) == 0
    assert capsys.readouterr().out == (
        "2 entries of 1 subjects, 1 checkpoints up to 2026-11-20, "
        "1 entries not sealed yet: no flaw\n"
    )


def test_a_changed_entry_is_named_and_the_exit_code_says_so(kept, capsys):
    log, key = kept
    log.write_text(log.read_text().replace('"decided"', '"viewed"'))
    assert run(log, key) == 1
    assert "v-1 entry 2: was changed after it was written" in capsys.readouterr().out


def test_a_checkpoint_of_another_key_is_named(kept, capsys):
    log, key = kept
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    key.write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert run(log, key) == 1
    assert "checkpoint 2026-11-20: is not signed by this key" in capsys.readouterr().out


def test_a_file_that_is_no_export_is_told_apart_from_a_flaw(kept, capsys):
    log, key = kept
    log.write_text("not an export")
    assert run(log, key) == 2
    assert capsys.readouterr().err == "cannot verify: audit.jsonl line 1 is no line of an export\n"
