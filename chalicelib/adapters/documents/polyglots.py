"""Files that are a picture and something else at once.

The stored copy is encoded again and has no foreign bytes. But such a file is an attempt at an
attack, so it is refused. Data that phones append (a second picture, a film, padding) are allowed:
only what another program would open or run is refused.
"""

PDF_HEAD = 1024
"""Bytes in which readers search for a PDF's header."""
ZIP_TAIL = 65_557
"""Last bytes of a file in which a ZIP's directory ends (PKWARE APPNOTE 4.3.16)."""
ZIP_END = b"PK\x05\x06"
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
PAGES = (b"<script", b"<html", b"<!doctype html", b"<?php")


def other_of(data: bytes) -> str | None:
    """The other type of file that a picture's bytes are, or None."""
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
    """Whether the file has a consistent end-of-central-directory record."""
    at = data.rfind(ZIP_END, max(0, len(data) - ZIP_TAIL))
    if at < 0 or at + 22 > len(data):
        return False
    return at + 22 + int.from_bytes(data[at + 20 : at + 22], "little") <= len(data)
