"""A case on paper: it shows what was decided, and any change to it, or to the log, is found."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader

from chalicelib.domain.errors import NotFound
from chalicelib.domain.privacy.audit_chain import Entry, linked, summed
from chalicelib.domain.screening.screening import ScreeningResult
from operations.evidence import __main__ as command
from operations.evidence.collected import Evidence, collect
from operations.evidence.paper import CASE, ENTRIES, paper, printable
from operations.evidence.signature import signed
from operations.evidence.verifying import attached, wrong
from tests.services.in_memory import InMemorySystem

RITA, RON = "reviewer-rita", "reviewer-ron"


class Key:
    """As KMS has one."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())

    def sign(self, message: bytes) -> str:
        return base64.b64encode(self.private.sign(message, ec.ECDSA(hashes.SHA256()))).decode()

    def public(self, encoding: Encoding) -> bytes:
        form = PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(encoding, form)


def picture(size: tuple[int, int] = (900, 600)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, (20, 120, 90, 255)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def found() -> Evidence:
    """A case of somebody a list may name, which two reviewers have approved and rejected."""
    system = InMemorySystem()
    hit = {"score": 0.93, "list": "un", "entryId": "QDi.001", "name": "Listed", "birthDate": "same"}
    system.watchlists[0].answer = ScreeningResult("potential_match", (hit,))
    _, _, case = system.ready()
    system.decisions.consider(case)
    system.app.attachments.attach(case, picture((40, 40)), RITA)
    system.reviews.decide(case, True, (), "born elsewhere: Ζωή", RITA)
    system.reviews.decide(case, False, ("fraud_suspected",), "山田 came to the desk", RON)

    def entries(subject: str) -> list[Entry]:
        chain: list[Entry] = []
        for at, (whose, kind, facts) in enumerate(system.audit.entries):
            if whose == subject:
                time = (system.now() + timedelta(seconds=at)).isoformat()
                text = json.dumps(facts, default=str, sort_keys=True)
                chain.append(linked(chain[-1] if chain else None, subject, time, kind, text))
        return chain

    sealed = summed("2026-11-20", [], None)
    evidence = collect(system.app, entries, lambda: sealed, case)
    return replace(evidence, pictures={"document, front": picture()})


@pytest.fixture(scope="module")
def key() -> Key:
    return Key()


@pytest.fixture(scope="module")
def file(found: Evidence, key: Key) -> bytes:
    return signed(paper(found), key.sign, key.public(Encoding.DER), "Vestibule test audit log")


def test_nothing_is_wrong_with_what_was_signed(file: bytes, key: Key, found: Evidence) -> None:
    assert wrong(file, key.public(Encoding.PEM), found.entries) == ()


def test_it_carries_the_case_and_its_audit_entries_word_for_word(
    file: bytes, found: Evidence
) -> None:
    files = attached(PdfFileReader(io.BytesIO(file)))
    case = json.loads(files[CASE])
    assert [note["text"] for note in case["notes"]] == [
        "born elsewhere: Ζωή", "山田 came to the desk",
    ]  # fmt: skip
    (file_of,) = case["attachments"]
    assert (file_of["reviewer"], file_of["kind"]) == (RITA, "image/jpeg")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    assert file_of["digest"] in "".join(words.split()), "printed, too"
    assert case["declared"]["name"] == "Anna Demosthenous"
    assert case["screening"]["matches"][0]["entryId"] == "QDi.001"
    lines = files[ENTRIES].decode().splitlines()
    assert [json.loads(line)["Entry"] for line in lines] == [asdict(e) for e in found.entries]
    kinds = [entry.kind for entry in found.entries]
    assert kinds.count("reviewed") == 2 and kinds[-1] == "printed", "that it was printed is said"


def test_it_says_what_it_is_and_has_every_letter_inside(file: bytes) -> None:
    reader = PdfFileReader(io.BytesIO(file))
    about = reader.root["/Metadata"].data.decode()
    assert re.search(r"pdfaid:part\D+3\D", about) and "pdfaid:conformance" in about
    assert reader.root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/JavaScript" not in str(dict(reader.root["/Names"]))
    assert file.count(b"/FontFile2") >= 2


def signature_of(file: bytes) -> tuple[bytes, Any]:
    """What was signed, and the signature: found without the library that made it."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", file)
    assert found
    start, first, behind, rest = map(int, found.groups())
    assert start == 0 and behind + rest == len(file), "the whole file is signed"
    text = file[first:behind].strip(b"<>").rstrip(b"0")
    der = bytes.fromhex((text + b"0" * (len(text) % 2)).decode())
    return file[:first] + file[behind:], cms.ContentInfo.load(der)["content"]


def test_other_libraries_find_the_signature_to_be_the_keys(file: bytes, key: Key) -> None:
    """The digest by hashlib, the signature by cryptography; nothing of the one that signed."""
    content, found = signature_of(file)
    signer = found["signer_infos"][0]
    attributes = signer["signed_attrs"]
    told = {a["type"].native: a["values"][0].native for a in attributes}
    assert told["message_digest"] == hashlib.sha256(content).digest()
    message = attributes.untag().dump(force=True)
    key.private.public_key().verify(signer["signature"].native, message, ec.ECDSA(hashes.SHA256()))


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")
def test_openssl_accepts_it_and_refuses_another_content(file: bytes, tmp_path: Path) -> None:
    content, found = signature_of(file)
    whole = cms.ContentInfo({"content_type": "signed_data", "content": found})
    (tmp_path / "signature.der").write_bytes(whole.dump(force=True))
    certificate = tmp_path / "own.der"
    certificate.write_bytes(found["certificates"][0].dump())
    own = tmp_path / "own.pem"
    subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", certificate, "-out", own], check=True
    )

    def accepts(bytes_: bytes) -> bool:
        (tmp_path / "content").write_bytes(bytes_)
        done = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any",
             "-in", tmp_path / "signature.der", "-content", tmp_path / "content",
             "-CAfile", own, "-partial_chain", "-out", tmp_path / "out"],
            capture_output=True,
        )  # fmt: skip
        return done.returncode == 0

    assert accepts(content)
    assert not accepts(content.replace(b"Vestibule", b"Vestibulf", 1))


def test_a_change_an_addition_and_another_key_are_found(
    file: bytes, found: Evidence, key: Key
) -> None:
    pem = key.public(Encoding.PEM)
    at = file.index(b"/Creator") if b"/Creator" in file else 200
    changed = file[: at + 1] + bytes([file[at + 1] ^ 1]) + file[at + 2 :]
    assert "it was changed after it was signed" in wrong(changed, pem)
    added = file + b"\n% more\n"
    assert wrong(added, pem) != ()
    assert wrong(file, Key().public(Encoding.PEM)) == ("it is not signed by this key",)
    assert wrong(paper(found), pem) == ("it has 0 signatures instead of one",)
    with pytest.raises(ValueError, match="no evidence"):
        wrong(b"%PDF-1.7 nothing", pem)


def test_entries_that_are_not_those_of_the_log_are_found(found: Evidence, key: Key) -> None:
    def faults(entries: tuple[Entry, ...], log: tuple[Entry, ...]) -> tuple[str, ...]:
        made = paper(replace(found, entries=entries, pictures={}))
        whole = signed(made, key.sign, key.public(Encoding.DER), "test")
        return wrong(whole, key.public(Encoding.PEM), log)

    chain = found.entries
    other = linked(None, chain[0].subject_id, chain[0].at, "opened", '{"attempt": 9}')
    assert (
        faults(chain, (*chain, linked(chain[-1], chain[0].subject_id, "x", "viewed", "{}"))) == ()
    )
    assert faults(chain, chain[:-1]) == (f"entry {len(chain)} is not in the log",)
    assert "entry 1 is another one in the log" in faults(chain, (other, *chain[1:]))
    assert any("does not follow" in fault for fault in faults((chain[0], *chain[2:]), chain))
    forged = replace(chain[1], facts="{}")
    assert any("changed after" in one for one in faults((chain[0], forged, *chain[2:]), chain))


def test_the_command_says_what_it_found_and_against_what(
    file: bytes, found: Evidence, key: Key, tmp_path: Path, capsys: Any
) -> None:
    target, pem, log = tmp_path / "case.pdf", tmp_path / "key.pem", tmp_path / "audit.jsonl"
    target.write_bytes(file)
    pem.write_bytes(key.public(Encoding.PEM))
    log.write_text("\n".join(json.dumps({"Entry": asdict(e)}) for e in found.entries))
    words = ["verify", str(target), "--key", str(pem)]
    assert command.main([*words, "--log", str(log)]) == 0
    assert "no fault, compared with the log" in capsys.readouterr().out
    assert command.main(words) == 0
    assert "not compared with a log" in capsys.readouterr().out
    log.write_text("")
    assert command.main([*words, "--log", str(log)]) == 1
    target.write_bytes(b"nothing")
    assert command.main(words) == 2


def test_letters_that_the_font_lacks_are_said_in_latin_and_marked() -> None:
    assert printable("Ζωή  Ångström\nЖуков") == "Ζωή Ångström Жуков"
    assert printable("山田") == "ShanTian [in Latin letters; case.json has the original]"


def test_there_is_no_paper_of_no_case() -> None:
    system = InMemorySystem()
    with pytest.raises(NotFound):
        collect(system.app, lambda subject: [], lambda: None, "no-such-case")
    assert system.audit.entries == []
