"""Verifies a paper: its signature by this key, and its agreement with the audit log."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from asn1crypto import keys, pem
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from chalicelib.domain.privacy.audit_chain import Entry, flaws
from operations.evidence.paper import CASE, ENTRIES


def wrong(paper: bytes, key: bytes, log: Iterable[Entry] | None = None) -> tuple[str, ...]:
    """The faults of a paper, a sentence each; empty if it is correct.

    `key`: the public key as PEM; `log`: entries of the audit log to compare with. ValueError for
    another kind of file or key.
    """
    try:
        reader = PdfFileReader(io.BytesIO(paper))
        files = attached(reader)
        found = [*_signature(reader, key)]
    except (PdfError, KeyError, IndexError) as error:
        raise ValueError(f"this is no evidence: {error}") from None
    if {CASE, ENTRIES} - set(files):
        raise ValueError("this is no evidence: the case or its audit entries are not attached")
    entries = [Entry(**json.loads(line)["Entry"]) for line in files[ENTRIES].decode().splitlines()]
    subject = json.loads(files[CASE])["caseId"]
    found += _entries(entries, subject)
    if log is not None:
        found += _unlike(entries, [entry for entry in log if entry.subject_id == subject])
    return tuple(found)


def attached(reader: Any) -> dict[str, bytes]:
    """Name -> content of a PDF's attached files. KeyError if it has none."""
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    return {
        str(names[n + 1]["/F"]): names[n + 1]["/EF"]["/F"].data for n in range(0, len(names), 2)
    }


def _signature(reader: Any, key: bytes) -> Iterator[str]:
    if len(reader.embedded_signatures) != 1:
        yield f"it has {len(reader.embedded_signatures)} signatures instead of one"
        return
    signature = reader.embedded_signatures[0]
    kind, _, der = pem.unarmor(key)
    if kind != "PUBLIC KEY":
        raise ValueError("the key is no public key")
    if signature.signer_cert.public_key.dump() != keys.PublicKeyInfo.load(der).dump():
        yield "it is not signed by this key"
    # The certificate only carries the key, which was just compared.
    trusted = ValidationContext(trust_roots=[signature.signer_cert])
    status = validate_pdf_signature(signature, trusted)
    if not status.intact or not status.valid:
        yield "it was changed after it was signed"
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        yield "something was added after it was signed"


def _entries(entries: list[Entry], subject: str) -> Iterator[str]:
    if not entries or any(entry.subject_id != subject for entry in entries):
        yield "the audit entries are not those of the case"
    yield from (f"{flaw.place}: {flaw.what}" for flaw in flaws(entries, ()))


def _unlike(entries: list[Entry], logged: list[Entry]) -> Iterator[str]:
    """The faults between paper and log: the paper's entries must be the beginning of the log's."""
    known = {entry.sequence: entry for entry in logged}
    for entry in entries:
        if (there := known.get(entry.sequence)) is None:
            yield f"entry {entry.sequence} is not in the log"
        elif asdict(there) != asdict(entry):
            yield f"entry {entry.sequence} is another one in the log"
