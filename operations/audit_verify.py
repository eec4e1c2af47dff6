"""`make audit-verify [STAGE=dev]`: verifies that nobody has changed the audit log.

    python -m operations.audit_verify export audit.jsonl --stage prod
    python -m operations.audit_verify key audit-key.pem --stage prod
    python -m operations.audit_verify verify audit.jsonl --key audit-key.pem

`export` and `key` read from the environment; `verify` only needs the two files. Export the key
once, when the environment is new, and keep it apart: a key fetched together with the log only
proves that the two fit. Without a subcommand all three are run.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)

from chalicelib.domain.privacy.audit_chain import Checkpoint, Entry, Flaw, flaws
from chalicelib.domain.privacy.audit_copies import CHECKPOINT, Copy, unlike_copies, unsealed
from operations import place


def export(target: Path) -> int:
    """Writes the whole log of the environment, one JSON object per line: entries, checkpoints and
    copies. Returns the number of lines."""
    from chalicelib.application.process import application, on_aws

    written = 0
    with target.open("w", encoding="utf-8") as file:
        for line in (
            *on_aws().audit.everything(),
            *copies(application().settings.bucket_audit_log),
        ):
            file.write(json.dumps({type(line).__name__: asdict(line)}, sort_keys=True) + "\n")
            written += 1
    return written


def copies(bucket: str) -> Iterator[Copy]:
    """The copies of the log's entries and checkpoints in the locked bucket. boto3's errors."""
    from chalicelib.adapters.aws.clients import client

    s3 = client("s3")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="entries/"):
        for each in page.get("Contents", []):
            _, subject, entry, name = each["Key"].split("/")
            body = json.loads(s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read())
            item, change = body["item"], name.partition("-")[0]
            mark = str(item.get("signature") or item.get("digest") or "")
            if subject == CHECKPOINT or entry.startswith("e#"):
                yield Copy(subject, entry, change, mark, int(item.get("expiresAt") or 0))


def export_key(target: Path) -> None:
    """Writes the public key of the checkpoints as PEM."""
    from chalicelib.application.process import on_aws

    key = load_der_public_key(on_aws().signer.public_key())
    target.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def read(source: Path) -> tuple[list[Entry], list[Checkpoint], list[Copy]]:
    """(entries, checkpoints, copies) of an export; ValueError for another kind of file."""
    entries: list[Entry] = []
    checkpoints: list[Checkpoint] = []
    copied: list[Copy] = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        try:
            ((kind, values),) = json.loads(line).items()
            if kind == "Entry":
                entries.append(Entry(**values))
            elif kind == "Checkpoint":
                checkpoints.append(Checkpoint(**values))
            elif kind == "Copy":
                copied.append(Copy(**values))
            else:
                raise TypeError(kind)
        except (ValueError, TypeError, AttributeError):
            raise ValueError(f"{source.name} line {number} is no line of an export") from None
    return entries, checkpoints, copied


def unsigned(checkpoints: Iterable[Checkpoint], pem: bytes) -> tuple[Flaw, ...]:
    """A flaw for each checkpoint that this key did not sign. `pem`: the public key; ValueError if
    it is none of an elliptic curve."""
    key = load_pem_public_key(pem)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("the key is not an elliptic-curve key")
    found = []
    for checkpoint in checkpoints:
        try:
            signature = base64.b64decode(checkpoint.signature, validate=True)
            key.verify(signature, checkpoint.message(), ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            place_of = f"checkpoint {checkpoint.day}"
            found.append(Flaw(place_of, "is not signed by this key"))
    return tuple(found)


def verify(log: Path, key: Path, now: datetime | None = None) -> int:
    """Prints every flaw and a summary; returns 1 if there are flaws, else 0.

    `log`: an export; `key`: PEM file; `now`: the time of the export, which determines the days that
    must be sealed. OSError, and ValueError for another kind of file.
    """
    entries, checkpoints, copied = read(log)
    now = now or datetime.now(UTC)
    found = (
        *flaws(entries, checkpoints),
        *unsigned(checkpoints, key.read_bytes()),
        *unlike_copies(entries, checkpoints, copied, now),
        *unsealed(entries, checkpoints, now),
    )
    for flaw in found:
        print(f"{flaw.place}: {flaw.what}")
    last = max((c.day for c in checkpoints), default="")
    open_ones = sum(e.day > last for e in entries)
    print(
        f"{len(entries)} entries of {len({e.subject_id for e in entries})} subjects, "
        f"{len(copied)} copies, {len(checkpoints)} checkpoints up to {last or 'none yet'}, "
        f"{open_ones} entries not sealed yet: {'no flaw' if not found else f'{len(found)} flaws'}"
    )
    return 1 if found else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command. Exit status: 1 if there are flaws, 2 if a file cannot be read."""
    parser = argparse.ArgumentParser(prog="audit-verify", description=__doc__)
    parser.add_argument("word", nargs="?", choices=("export", "key", "verify"))
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--key", type=Path, help="public key of the checkpoints (PEM)")
    parser.add_argument(
        "--at", type=datetime.fromisoformat, help="when the log was exported, ISO 8601 (now)"
    )
    place.option(parser)
    chosen = parser.parse_args(arguments)
    if chosen.word and not chosen.file:
        parser.error(f"{chosen.word} needs a file")
    if chosen.word == "verify":
        if not chosen.key:
            parser.error("verify needs --key")
        return _verified(chosen.file, chosen.key, chosen.at)
    place.enter(chosen.stage, chosen.region)
    if chosen.word == "export":
        print(f"{export(chosen.file)} lines in {chosen.file}")
    elif chosen.word == "key":
        export_key(chosen.file)
    else:
        return _everything(chosen.key)
    return 0


def _everything(key: Path | None) -> int:
    from chalicelib.application.process import application

    with tempfile.TemporaryDirectory() as folder:
        log, fetched = Path(folder, "audit.jsonl"), Path(folder, "audit-key.pem")
        export(log)
        if key is None:
            export_key(fetched)
            print("the key was fetched with the log; name one kept apart with --key to be sure")
        return _verified(log, key or fetched, application().now())


def _verified(log: Path, key: Path, now: datetime | None) -> int:
    try:
        return verify(log, key, now)
    except (OSError, ValueError) as error:
        print(f"cannot verify: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
