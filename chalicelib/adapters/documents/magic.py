"""Draws the documents for test mode: a card with a title and a code."""

import io
from typing import Any

SIZE, MODULES = (1012, 638), 12
"""The card's size and the width of a code's square, in pixels."""
INK, PAPER = (20, 40, 80), (235, 240, 250)


def drawn(code: str, title: str) -> bytes:
    """A JPEG with this code and this title."""
    import zxingcpp
    from PIL import Image, ImageDraw, ImageFont

    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode)
    squares: Any = zxingcpp.write_barcode_to_image(made, scale=MODULES)
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((12, 12, SIZE[0] - 12, SIZE[1] - 12), outline=INK, width=4)
    large, small = ImageFont.load_default(44), ImageFont.load_default(28)
    pen.text((48, 48), "TEST DOCUMENT", INK, large)
    pen.text((48, 112), title, INK, small)
    picture = Image.fromarray(squares)
    card.paste(picture, (SIZE[0] - picture.width - 48, SIZE[1] - picture.height - 48))
    out = io.BytesIO()
    card.save(out, "JPEG", quality=90)
    return out.getvalue()
