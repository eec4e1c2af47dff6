"""Writes docs/documents.md: which documents are read, from the vocabulary; `--check` compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "documents.md"
sys.path.insert(0, str(ROOT))

from chalicelib.domain.documents import aamva, calendars, issuers, national, number_shapes  # noqa: E402 (the checkout must be found first)
from chalicelib.domain.documents.vocabulary import SPOKEN, WORDS  # noqa: E402 (the checkout must be found first)

MEASURED = ROOT / "benchmarks" / "documents_world.json"
HEAD = """\
# Documents

Made by `.ci/documents_doc.py` from the reader's vocabulary; do not edit.

## How a document is read

OCR (Textract, on a laptop RapidOCR in its shape) gives lines, and labels with values. The reader
takes the machine-readable zone (TD1, TD2, TD3, old French cards; visas are known and identify
nobody), the barcode (AAMVA 01 to 10, British Columbia's stripe, South Africa's card, India's
Aadhaar; no signature is verified), the print under labels of the languages below, the numbers of
licences (Directive 2006/126/EC, AAMVA), and where a label is unreadable the place on the page.

* A value counts only if it reads like its field. The zone wins over the print where its check
  digits hold, the barcode over both; every difference is shown and goes to a human.
* All dates of a document have one order of day and month, proven by a date that can be read one
  way only, by the issuer, the zone, the barcode, the labels' language, or the profile's birth
  date. Without proof the date is told apart (`dateOfBirth:order`) and a human looks.
* A document that says it has no end of validity gets `9999-12-31`; one whose end cannot be read
  does not pass. Calendars are converted for {calendars}; other ones are not read.
* A national number whose check digit is wrong goes to a human (`documentNumber:check`): {national}.
* A picture that lies on its side is stored upright, once.

## Signs of forgery

A picture is measured as it was sent, before it is cleaned (`<id>.facts` beside it; nobody gets a
link to it). A sign is a question for a human (`picture_genuine`, reason `picture_suspect`), never a
refusal, and the applicant is told nothing of it. A level may leave the check out, or ask for two
people by `fourEyes`.

* `edited`: the file names an editor, or a program that draws by a prompt (EXIF, XMP, PNG text,
  APP12).
* `screenshot`: the file says so, or has a screen's exact size and no camera's data; frames of
  browsers' cameras are told apart.
* `screen_photographed`: a fine period stands out of the spectrum, as a screen's grid does.
* `pasted`: a compact region is off the steps of an earlier compression that the rest went through.
* `painted_over`: one patch of one exact value, far larger than any other.
* `uneven_words`: two words of one line differ in height. Textract measures words; the laptop's OCR
  does not, so this one has no measured rate.
* `known_of_another`: another applicant sent this photograph with another person's data. Bands
  of its print are kept as keyed hashes beside those of document numbers, and erased with them.

`make bench ONLY=forgeries` measures them by kind, on cards in layouts and fonts that no threshold
was chosen on. What is printed and photographed well leaves no sign.

## What this cannot see

Check digits and barcodes can be computed by anybody, so a forger who knows the layout makes a
zone or a code that agrees with a false print. The reader proves that a document agrees with
itself, not that a state issued it. A level that needs more must ask for what a forger has not: a
chip, a wallet's credential, a vendor's forensics, or a second document.
"""


def main() -> int:
    """1 when the file is not what would be written."""
    text = "\n".join([_head(), *_measured(), *_states(), *_words()]) + "\n"
    if "--check" in sys.argv:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        print("docs/documents.md is not what the vocabulary says: run .ci/documents_doc.py")
        return 1
    TARGET.write_text(text)
    return 0


def _head() -> str:
    return HEAD.format(calendars=_calendars(), national=", ".join(sorted(national.NUMBERS)))


def _calendars() -> str:
    return (
        f"{', '.join(sorted(s for s in calendars.BUDDHIST_STATES if len(s) == 3))} (Buddhist), "
        f"{', '.join(sorted(s for s in calendars.HIJRI_STATES if len(s) == 3))} (Umm al-Qura), "
        "Japan (eras) and Taiwan (民國)"
    )


def _measured() -> list[str]:
    if not MEASURED.exists():
        return []
    said = json.loads(MEASURED.read_text())
    wrong, fields = said["wrong_but_believed"]
    lines = [
        "## Measured",
        "",
        f"`python -m benchmarks.documents_world --write`: {said['documents']} drawn documents (seed"
        f" {said['seed']}), three in five turned, in fonts the reader was not tuned on. They rank"
        " versions of this code and promise nothing about photographs of real documents. The engine"
        " alone: are names and number anywhere among its lines?",
        "",
        "`python -m benchmarks.documents_held_out` reads documents of another hand (94 layouts"
        " of 45 countries, other names, fonts and wear): the judge of what was mended here. Take a"
        " seed that nobody has looked at.",
        "",
        "| wear | all three fields right | engine alone | barcodes |",
        "|---|---|---|---|",
    ]
    for level, share in enumerate(said["all_three"]):
        engine, code = said["engine"][level], said["barcodes"][level]
        lines.append(f"| {level} | {share:.1f} % | {engine:.1f} % | {code:.1f} % |")
    lines += ["", f"Wrong and believed: {wrong} of {fields} fields.", ""]
    lines += ["| card | right of drawn, wear 0 to 3 |", "|---|---|"]
    for style, rows in sorted(said["styles"].items()):
        lines.append(f"| `{style}` | {', '.join(f'{good} of {all_}' for good, all_ in rows)} |")
    return [*lines, ""]


def _states() -> list[str]:
    lines = [
        "## States",
        "",
        "Known by the words of their headings. Every state's passports and cards with a zone are"
        " read by the zone; this table is about print.",
        "",
        "| state | languages of its labels | known by | more |",
        "|---|---|---|---|",
    ]
    for state, spoken in sorted(SPOKEN.items()):
        heading = issuers.STATES[state].split(",")[0].strip()
        lines.append(f"| {state} | {spoken} | {heading} | {_more(state)} |")
    shaped = ", ".join(sorted(number_shapes.SHAPES))
    return [*lines, "", f"Shapes of numbers are known for: {shaped}.", ""]


def _more(state: str) -> str:
    more = []
    if state in calendars.BUDDHIST_STATES | calendars.HIJRI_STATES | calendars.MINGUO_STATES | {
        "JPN"
    }:
        more.append("own calendar")
    if state in ("USA", "CAN"):
        more.append(f"PDF417 of {len(aamva.ISSUER_OF)} issuers" if state == "USA" else "PDF417")
    if state in ("ZAF", "IND"):
        more.append("barcode")
    return ", ".join(more)


def _words() -> list[str]:
    fields = ("surname", "givenNames", "name", "dateOfBirth", "documentNumber", "expiry")
    lines = ["## Labels by language", "", f"| language | {' | '.join(fields)} | not ours |"]
    lines.append("|" + "---|" * (len(fields) + 2))
    for language, words in WORDS.items():
        cells = [str(len(words[name].split(","))) if name in words else "" for name in fields]
        others = len(words.get("other", "").split(",")) if "other" in words else ""
        lines.append(f"| {language} | {' | '.join(cells)} | {others} |")
    return [
        *lines,
        "",
        "How many labels are known; the words are in `chalicelib/domain/documents/vocabulary.py`.",
    ]


if __name__ == "__main__":
    sys.exit(main())
