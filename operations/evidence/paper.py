"""The paper: PDF/A-3, which allows attached files, with embedded fonts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
from anyascii import anyascii
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from PIL import Image

from operations.evidence.collected import Evidence

CASE, ENTRIES = "case.json", "audit.jsonl"
FONT = "Source Sans"
_FILES = {"": "Regular", "B": "Semibold"}
_WIDEST = 1200
_DECLARED = ("name", "dateOfBirth", "nationality")


def paper(found: Evidence) -> bytes:
    """The unsigned PDF/A-3b, with CASE and ENTRIES attached. Pillow's errors for a bad picture."""
    page = _Paper()
    case = found.case
    page.add_page()
    page.begin(f"Evidence of case {case['caseId']}", found.made_at.isoformat(timespec="seconds"))
    page.facts(
        {
            "Applicant": case["userId"],
            "Opened": case["openedAt"],
            "Why a person looked": ", ".join(map(_words, case["reasons"])),
            "Level": case["level"],
            "Checked by": case["provider"],
            "Case": _words(case["status"]),
            "Verification": _words(case["state"]),
        }
    )
    page.heading("Declared and read")
    page.rows(("Field", "Declared", "Read", "Source", ""), _fields(case))
    page.heading("Watchlists")
    _screening(page, case["screening"])
    page.heading("What the reviewers said")
    page.rows(("When", "Reviewer", "Word", "Reasons", "Note"), map(_note, case["notes"]))
    page.heading("What they attached")
    page.rows(("When", "Reviewer", "Kind", "Bytes", "SHA-256"), map(_file, case["attachments"]))
    page.heading("History")
    page.rows(("#", "When", "What", "Digest"), map(_entry, found.entries))
    page.heading("How to check this paper")
    page.words(_proof(found))
    for name, picture in found.pictures.items():
        page.picture(name, picture)
    page.attach(CASE, json.dumps(case, default=str, ensure_ascii=False, indent=1), "json")
    lines = (json.dumps({"Entry": asdict(entry)}, sort_keys=True) for entry in found.entries)
    page.attach(ENTRIES, "\n".join(lines) + "\n", "json")
    return bytes(page.output())


class _Paper(FPDF):
    """A PDF with the layout elements of this paper."""

    def __init__(self) -> None:
        super().__init__(enforce_compliance=DocumentCompliance.PDFA_3B)
        folder = Path(font_source_sans_pro.font_directory)
        for style, weight in _FILES.items():
            self.add_font(FONT, style, folder / f"SourceSansPro-{weight}.ttf")
        self.set_auto_page_break(True, 18)
        self.set_margin(18)
        self.set_creator("Vestibule")
        self.set_lang("en")

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, "", 8)
        self.cell(0, 6, f"{self.page_no()}", align="R")

    def begin(self, text: str, made_at: str) -> None:
        self.set_title(text)
        self.set_font(FONT, "B", 16)
        self.multi_cell(0, 9, text, new_x="LMARGIN", new_y="NEXT")
        self.set_font(FONT, "", 9)
        self.cell(0, 6, f"made {made_at}", new_x="LMARGIN", new_y="NEXT")

    def heading(self, text: str) -> None:
        self.ln(4)
        self.set_font(FONT, "B", 12)
        self.cell(0, 8, text, new_x="LMARGIN", new_y="NEXT")

    def words(self, text: str) -> None:
        self.set_font(FONT, "", 9)
        self.multi_cell(0, 5, printable(text), new_x="LMARGIN", new_y="NEXT")

    def facts(self, told: dict[str, str]) -> None:
        self.rows(("", ""), told.items())

    def rows(self, heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> None:
        found = [tuple(map(printable, row)) for row in rows]
        if not found:
            self.words("Nothing.")
            return
        self.set_font(FONT, "", 8)
        with self.table(first_row_as_headings=any(heads), line_height=4.5, padding=1) as table:
            for row in ([heads] if any(heads) else []) + found:
                line = table.row()
                for text in row:
                    line.cell(text)

    def picture(self, name: str, picture: bytes) -> None:
        """Adds a picture, without transparency and reduced in size."""
        with Image.open(io.BytesIO(picture)) as opened:
            image = opened.convert("RGB")
            image.thumbnail((_WIDEST, _WIDEST))
        self.add_page()
        self.heading(f"Picture: {name}")
        out = io.BytesIO()
        image.save(out, "JPEG", quality=88)
        self.image(out, w=self.epw, h=self.eph - 20, keep_aspect_ratio=True, alt_text=name)

    def attach(self, name: str, text: str, kind: str) -> None:
        self.embed_file(
            bytes=text.encode(),
            basename=name,
            mime_type=f"application/{kind}",
            associated_file_relationship="Data",
            compress=True,
        )


@cache
def _letters() -> frozenset[int]:
    folder = Path(font_source_sans_pro.font_directory)
    known: Any = TTFont(folder / "SourceSansPro-Regular.ttf").getBestCmap()
    return frozenset(known)


def printable(text: str) -> str:
    """The text in single blanks if the font has its letters, else in Latin letters with a remark:
    the attached file has the original."""
    plain = " ".join(str(text).split())
    if all(ord(letter) in _letters() for letter in plain):
        return plain
    latin = "".join(c for c in anyascii(plain) if ord(c) in _letters())
    return f"{latin} [in Latin letters; {CASE} has the original]"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _fields(case: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    declared, read = case["declared"], case["read"]
    differ = {part for one in case["differences"] for part in one.split(":")}
    for name in dict.fromkeys((*_DECLARED, *read)):
        got = read.get(name, {})
        yield (
            name,
            declared.get(name, ""),
            str(got.get("value", "")),
            str(got.get("source", "")),
            "differs" if name in differ else "",
        )


def _screening(page: _Paper, found: dict[str, Any] | None) -> None:
    if not found:
        page.words("Nobody was screened.")
        return
    lists = ", ".join(f"{name} {version}" for name, version in found["lists"].items())
    page.words(
        f"{_words(found['status'])} on {found['screenedAt']} by {found['algorithm'] or 'a vendor'}"
        f", threshold {found['threshold']}; lists: {lists or 'none named'}"
    )
    rows = [
        (str(m.get("list", "")), str(m.get("entryId", "")), str(m.get("name", "")),
         str(m.get("score", "")), str(m.get("birthDate", "")))
        for m in found["matches"]
    ]  # fmt: skip
    if rows:
        page.rows(("List", "Entry", "Name", "Score", "Born"), rows)


def _note(note: dict[str, Any]) -> tuple[str, ...]:
    reasons = ", ".join(map(_words, note["reasons"]))
    return note["at"], note["reviewer"], _words(note["word"]), reasons, note["text"]


def _file(file: dict[str, Any]) -> tuple[str, ...]:
    """The line of an attached file with its digest, for comparison."""
    return file["at"], file["reviewer"], str(file["kind"]), str(file["size"]), file["digest"]


def _entry(entry: Any) -> tuple[str, ...]:
    return str(entry.sequence), entry.at, _words(entry.kind), entry.digest[:16]


def _proof(found: Evidence) -> str:
    last, sealed = found.entries[-1], found.checkpoint
    upto = (
        f"The newest checkpoint is that of {sealed.day}, SHA-256 {sealed.digest()}."
        if sealed
        else "No day of the log is sealed yet."
    )
    return (
        f"{ENTRIES}, attached, has the {len(found.entries)} entries of this case in the audit log. "
        f"Each names the digest of the one before; the last one's is {last.digest}. {upto} "
        "The signature is made with the key that seals the log. Whoever has the public key and an "
        "export of the log checks both: python -m operations.audit_verify verify LOG --key KEY, "
        "then python -m operations.evidence verify THIS --key KEY --log LOG. The time of the "
        "signature is the signer's own word."
    )
