"""`make evidence CASE=<id> [STAGE=dev]`: a case as a signed PDF/A; offline, whether one is true.

    python -m operations.evidence make case.pdf --case <id> --stage prod
    python -m operations.evidence verify case.pdf --key audit-key.pem [--log audit.jsonl]

The paper shows what the reviewers saw and decided. Attached are the case as JSON and its entries of
the audit log, in the format of `make audit-verify export`. It is signed with the key that seals the
log. `verify` needs the public key, kept apart, and, to check that the entries are those of the log,
an export that `make audit-verify` has accepted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from operations import place


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes or verifies a paper. Exit status: 1 if it has a fault, 2 if there is no such case or a
    file cannot be read."""
    parser = argparse.ArgumentParser(prog="evidence", description=__doc__)
    place.option(parser)
    parser.add_argument("word", choices=("make", "verify"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--case", help="the case's id")
    parser.add_argument("--key", type=Path, help="public key of the audit log (PEM)")
    parser.add_argument("--log", type=Path, help="export of the audit log")
    chosen = parser.parse_args(arguments)
    if chosen.word == "verify":
        if not chosen.key:
            parser.error("verify needs --key")
        return _verified(chosen.file, chosen.key, chosen.log)
    if not chosen.case:
        parser.error("make needs --case")
    place.enter(chosen.stage, chosen.region)
    return _made(chosen.file, chosen.case)


def _made(target: Path, case_id: str) -> int:
    from chalicelib.application.process import application, on_aws
    from chalicelib.domain.errors import NotFound
    from operations.evidence.collected import collect
    from operations.evidence.paper import paper
    from operations.evidence.signature import signed

    outside = on_aws()
    try:
        found = collect(
            application(), outside.audit.entries, outside.audit.last_checkpoint, case_id
        )
    except NotFound:
        print(f"there is no case {case_id}", file=sys.stderr)
        return 2
    signer = outside.signer
    name = f"Vestibule {application().settings.env} audit log"
    target.write_bytes(signed(paper(found), signer.sign, signer.public_key(), name))
    last = found.entries[-1]
    print(f"{target}: {len(found.entries)} audit entries, the last {last.digest[:16]} of {last.at}")
    return 0


def _verified(file: Path, key: Path, log: Path | None) -> int:
    from operations.audit_verify import read
    from operations.evidence.verifying import wrong

    try:
        entries = read(log)[0] if log else None
        found = wrong(file.read_bytes(), key.read_bytes(), entries)
    except (OSError, ValueError) as error:
        print(f"cannot verify: {error}", file=sys.stderr)
        return 2
    for fault in found:
        print(fault)
    compared = "compared with the log" if log else "not compared with a log: name one with --log"
    print(f"{file.name}: {'no fault' if not found else f'{len(found)} faults'}, {compared}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
