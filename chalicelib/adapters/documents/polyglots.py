"""Files that are a picture and something else at once.

The copy that is kept is encoded anew and holds no foreign bytes, but who sends such a file tries
something, so it is refused. What phones append to their pictures (a second picture, a film,
padding) is not meant: only what another program would open or run.
"""

PDF_HEAD = 1024
"""Readers look for a PDF's first words in so many bytes."""
ZIP_TAIL = 65_557
"""A ZIP's directory ends in the last so many bytes (PKWARE APPNOTE 4.3.16)."""
ZIP_END = b"PK\x05\x06"
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
PAGES = (b"<script", b"<html", b"<!doctype html", b"<?php")


def other_of(data: bytes) -> str | None:
    """What else the bytes of a picture are, or None."""
    if b"%PDF-" in data[:PDF_HEAD]:
        return "pdf"
    if _ends_as_zip(data):
        return "zip"
    if any(mark in data for mark in ARCHIVES):
        return "archive"
    lower = data.lower()
    if any(mark in lower for mark in PAGES):
        return "page"
    return None


def _ends_as_zip(data: bytes) -> bool:
    """An end-of-directory record that fits into the file."""
    at = data.rfind(ZIP_END, max(0, len(data) - ZIP_TAIL))
    if at < 0 or at + 22 > len(data):
        return False
    return at + 22 + int.from_bytes(data[at + 20 : at + 22], "little") <= len(data)
