"""Files that reviewers attach: by their bytes, and nothing in them runs."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.adapters.documents.images import PillowImages
from chalicelib.adapters.documents.papers import MOST_PAGES, CleanPapers, rewritten
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.reviews.attachment import Kind

PAPERS = CleanPapers(PillowImages(16, 50_000_000))


def plain(text: str = "A letter of the registry", pages: int = 1) -> bytes:
    paper = FPDF()
    for _ in range(pages):
        paper.add_page()
        paper.set_font("helvetica", size=12)
        paper.cell(text=text, link="https://elsewhere.example")
    return bytes(paper.output())


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, kind, comment=b"secret")
    return out.getvalue()


def named(**parts: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in parts.items()})


def word(text: str) -> NameObject:
    return NameObject(f"/{text}")


SCRIPT = named(S=word("JavaScript"), JS=TextStringObject("app.alert(1)"))


def with_root(key: str, value: PdfObject) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(plain()))
    writer.root_object[NameObject(key)] = value
    return written(writer)


def with_page(key: str, value: PdfObject) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(plain()))
    writer.pages[0][NameObject(key)] = value
    return written(writer)


def with_mark(**parts: Any) -> bytes:
    rect = ArrayObject(map(NumberObject, (0, 0, 9, 9)))
    mark = named(Type=word("Annot"), Rect=rect, **parts)
    return with_page("/Annots", ArrayObject([mark]))


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind: str, **more: Any) -> DictionaryObject:
    return named(S=word(kind), **more)


def hidden_name() -> bytes:
    """`/JavaScript` as a writer may spell it, so that a search for the word finds nothing."""
    found = with_root("/OpenAction", SCRIPT)
    hidden = found.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert b"/JavaScript" not in hidden and b"/JS" not in hidden
    return hidden


def earlier_revision() -> bytes:
    """The script is in what is appended behind the end, as an editor saves."""
    writer = PdfWriter(io.BytesIO(plain()), incremental=True)
    writer.root_object[NameObject("/OpenAction")] = SCRIPT
    return written(writer)


RUN: dict[str, Callable[[], bytes]] = {
    "on opening": lambda: with_root("/OpenAction", SCRIPT),
    "in a name spelled otherwise": hidden_name,
    "in a later revision": earlier_revision,
    "on printing": lambda: with_root("/AA", named(WP=SCRIPT)),
    "among the names": lambda: with_root(
        "/Names", named(JavaScript=named(Names=ArrayObject([TextStringObject("x"), SCRIPT])))
    ),
    "on leaving the page": lambda: with_page("/AA", named(C=SCRIPT)),
    "behind another action": lambda: with_root(
        "/OpenAction", action("GoTo", Next=ArrayObject([SCRIPT]))
    ),
    "in a field": lambda: with_mark(Subtype=word("Widget"), AA=named(K=SCRIPT)),
    "a program": lambda: with_mark(Subtype=word("Link"), A=action("Launch")),
    "another file": lambda: with_mark(Subtype=word("Link"), A=action("GoToR")),
    "a form that is sent": lambda: with_mark(Subtype=word("Widget"), A=action("SubmitForm")),
    "a film": lambda: with_mark(Subtype=word("RichMedia"), RichMediaContent=named()),
    "a form of XFA": lambda: with_root("/AcroForm", named(XFA=ArrayObject())),
}


@pytest.mark.parametrize("how", RUN)
def test_what_would_run_is_refused_wherever_it_hides(how: str) -> None:
    with pytest.raises(BadRequest) as refused:
        PAPERS.clean(RUN[how]())
    assert refused.value.code == "attachment_runs"


def test_a_pdf_keeps_its_pages_and_nothing_behind_them() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(plain(pages=2)))
    writer.add_attachment("more.exe", b"MZ and more")
    writer.add_metadata({"/Author": "Somebody Else"})
    kind, kept = PAPERS.clean(written(writer))
    assert kind is Kind.PDF
    copy = PdfReader(io.BytesIO(kept))
    assert [page.extract_text() for page in copy.pages] == ["A letter of the registry"] * 2
    for gone in (b"more.exe", b"MZ and more", b"Somebody Else", b"elsewhere.example"):
        assert gone not in kept
    assert not copy.attachments and copy.metadata is None


def test_how_a_filled_field_looks_is_kept() -> None:
    look = StreamObject()
    look.set_data(b"BT (filled) Tj ET")
    marked = with_mark(
        Subtype=word("Widget"), AP=named(N=look), Contents=TextStringObject("whispered")
    )
    _, kept = PAPERS.clean(marked)
    marks: Any = PdfReader(io.BytesIO(kept)).pages[0]["/Annots"]
    (mark,) = marks
    assert mark.get_object()["/AP"]["/N"].get_data() == b"BT (filled) Tj ET"
    assert b"whispered" not in kept


def test_the_same_file_has_the_same_copy_and_a_copy_is_its_own() -> None:
    first = rewritten(plain())
    assert rewritten(plain()) == first == rewritten(first)


def test_what_is_another_file_as_well_is_only_a_pdf_afterwards() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("run.sh", "echo")
    _, kept = PAPERS.clean(plain() + out.getvalue())
    assert b"run.sh" not in kept and not zipfile.is_zipfile(io.BytesIO(kept))


def test_a_locked_pdf_is_refused() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(plain()))
    writer.encrypt("", "owner", algorithm="RC4-128")
    assert code(written(writer)) == "attachment_locked"


def test_no_pages_and_too_many_are_refused() -> None:
    assert code(plain(pages=MOST_PAGES + 1)) == "attachment_too_long"
    assert code(written(PdfWriter())) == "attachment_too_long"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_decoded_and_encoded_anew(kind: str) -> None:
    found, kept = PAPERS.clean(picture(kind))
    assert found is Kind.JPEG and kept.startswith(b"\xff\xd8\xff") and b"secret" not in kept


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<html>", b"MZ", b" %PDF-1.7", b"PK\x03\x04", b"\x00" * 99]
)
def test_nothing_else_is_taken_whatever_it_is_called(data: bytes) -> None:
    assert code(data) == "attachment_type_unsupported"


def test_what_is_no_pdf_behind_its_first_word_cannot_be_read() -> None:
    assert code(b"%PDF-1.7\n" + b"\x00" * 999) == "attachment_unreadable"


def code(data: bytes) -> str:
    with pytest.raises(BadRequest) as refused:
        PAPERS.clean(data)
    return refused.value.code


SAMPLES = [make() for make in RUN.values()] + [plain()]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 3000), st.binary(max_size=40), st.booleans())
def test_damage_ends_in_a_refusal_or_in_a_copy_in_which_nothing_runs(
    data: bytes, at: int, junk: bytes, cut: bool
) -> None:
    at = min(at, len(data))
    broken = data[:at] + junk + (b"" if cut else data[at + len(junk) :])
    try:
        _, kept = PAPERS.clean(broken)
    except BadRequest:
        return
    for mark in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/Names"):
        assert mark not in kept
