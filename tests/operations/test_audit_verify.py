"""The offline verifier says what was touched, and nothing about what was not."""

import base64
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.privacy.audit_chain import Entry, linked, summed
from chalicelib.domain.privacy.audit_copies import Copy
from operations import audit_verify


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


def run(log: Path, key: Path, at: str = "2026-11-21T10:05:00+00:00") -> int:
    return audit_verify.main(["verify", str(log), "--key", str(key), "--at", at])


def copied(log: Path) -> list[dict[str, object]]:
    """The copies of an export's lines, as the locked bucket has them."""
    found: list[dict[str, object]] = []
    for line in map(json.loads, log.read_text().splitlines()):
        if entry := line.get("Entry"):
            name, mark = f"e#{entry['sequence']:08d}", entry["digest"]
            found.append(asdict(Copy(entry["subject_id"], name, "insert", mark)))
        if checkpoint := line.get("Checkpoint"):
            found.append(
                asdict(Copy("checkpoint", checkpoint["day"], "insert", checkpoint["signature"]))
            )
    return found


def kept_with(log: Path, copies: list[dict[str, object]], *without: str) -> None:
    """The export with these copies, without the lines that hold one of these words."""
    lines = [line for line in log.read_text().splitlines() if not any(w in line for w in without)]
    log.write_text("\n".join([*lines, *(json.dumps({"Copy": copy}) for copy in copies)]))


def test_an_export_that_is_like_its_copies_verifies(kept: tuple[Path, Path]) -> None:
    log, key = kept
    kept_with(log, copied(log))
    assert run(log, key) == 0


def test_an_entry_of_today_that_was_written_over_is_found(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Chain and all: only the copy knows what was there first."""
    log, key = kept
    copies = copied(log)
    first, second, checkpoint = map(json.loads, log.read_text().splitlines())
    forged = linked(Entry(**first["Entry"]), "v-1", second["Entry"]["at"], "viewed", "{}")
    lines = [first, {"Entry": asdict(forged)}, checkpoint]
    log.write_text("\n".join(json.dumps(line) for line in lines))
    assert run(log, key) == 0, "without the copies nobody would know"
    kept_with(log, copies)
    assert run(log, key) == 1
    assert "v-1 entry 2: is not what was copied when it was written" in capsys.readouterr().out


def test_days_that_were_cut_off_with_their_checkpoints_are_found(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    log, key = kept
    copies = copied(log)
    kept_with(log, copies, "Checkpoint", '"sequence": 2')
    assert run(log, key) == 1
    told = capsys.readouterr().out
    assert "v-1 entry 2: is in the locked bucket and not in the log" in told
    assert "checkpoint 2026-11-20: is in the locked bucket and not in the log" in told


def test_a_day_that_should_be_sealed_by_now_is_missed(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*kept, at="2026-11-22T01:00:00+00:00") == 0, "the night's sealing may still run"
    assert run(*kept, at="2026-11-22T03:00:00+00:00") == 1
    assert "checkpoint 2026-11-21: is missing" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["modify", "remove"])
def test_a_change_that_was_copied_is_a_flaw(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str], change: str
) -> None:
    log, key = kept
    kept_with(log, [*copied(log), asdict(Copy("v-1", "e#00000001", change, "x"))])
    assert run(log, key) == 1
    assert f"v-1 entry 1: was changed after it was written ({change})" in capsys.readouterr().out


def test_an_entry_that_was_never_copied_is_a_flaw(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    log, key = kept
    kept_with(log, [c for c in copied(log) if c["entry_id"] != "e#00000001"])
    assert run(log, key) == 1
    assert "was never copied into the locked bucket" in capsys.readouterr().out


def test_what_retention_took_is_no_flaw(kept: tuple[Path, Path]) -> None:
    log, key = kept
    old = Copy("v-0", "e#00000001", "insert", "x", expires=1_700_000_000)
    kept_with(log, [*copied(log), asdict(old)])
    assert run(log, key) == 0


def test_an_untouched_export_verifies(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*kept) == 0
    assert capsys.readouterr().out == (
        "2 entries of 1 subjects, 0 copies, 1 checkpoints up to 2026-11-20, "
        "1 entries not sealed yet: no flaw\n"
    )


def test_a_changed_entry_is_named_and_the_exit_code_says_so(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    log, key = kept
    log.write_text(log.read_text().replace('"decided"', '"viewed"'))
    assert run(log, key) == 1
    assert "v-1 entry 2: was changed after it was written" in capsys.readouterr().out


def test_a_checkpoint_of_another_key_is_named(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    log, key = kept
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    key.write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert run(log, key) == 1
    assert "checkpoint 2026-11-20: is not signed by this key" in capsys.readouterr().out


def test_a_file_that_is_no_export_is_told_apart_from_a_flaw(
    kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    log, key = kept
    log.write_text("not an export")
    assert run(log, key) == 2
    assert capsys.readouterr().err == "cannot verify: audit.jsonl line 1 is no line of an export\n"
