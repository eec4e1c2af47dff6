"""Drawings for the reviewers' console: nobody's papers, nobody's face."""

from __future__ import annotations

from math import sin

_SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


def _head(x: float, y: float) -> str:
    return (
        f'<g transform="translate({x:g} {y:g})">'
        '<path d="M-90 150a90 95 0 0 1 180 0z" fill="#446"/>'
        '<ellipse rx="55" ry="68" fill="#e0b48f"/>'
        '<path d="M-57-15a57 62 0 0 1 114 0q-57-30-114 0" fill="#432"/>'
        '<circle cx="-20" cy="-2" r="5"/><circle cx="20" cy="-2" r="5"/></g>'
    )


def document() -> bytes:
    """A passport's page of 860 by 600; the outlines of `cases.py` lie on it."""
    lines = (
        (310, 140, "LISTED-TEST"),
        (310, 210, "VIKTOR"),
        (310, 280, "12.04.1961"),
        (310, 350, "KN1234567"),
        (40, 480, "P&lt;UTOLISTED&lt;TEST&lt;&lt;VIKTOR" + "&lt;" * 14),
        (40, 530, "KN12345673UTO6104120M3011059" + "&lt;" * 14 + "08"),
    )
    texts = "".join(f'<text x="{x}" y="{y}">{text}</text>' for x, y, text in lines)
    return (
        f'{_SVG} width="860" height="600" viewBox="0 0 860 600" font-family="monospace">'
        '<rect width="860" height="600" fill="#dfe8e6"/>'
        '<rect x="40" y="90" width="230" height="300" fill="#fff"/>'
        f'{_head(155, 220)}<g font-size="26" fill="#223">'
        f'<text x="40" y="60">UTOPIA · SPECIMEN</text>{texts}</g></svg>'
    ).encode()


def frame(number: int) -> bytes:
    """One of the frames; no two are the same."""
    return (
        f'{_SVG} width="640" height="480" viewBox="0 0 640 480">'
        f'<rect width="640" height="480" fill="hsl({190 + number * 4} 18% 70%)"/>'
        f'<g transform="translate(0 60) scale(1.6)">{_head(170 + 18 * sin(number), 110)}</g></svg>'
    ).encode()
