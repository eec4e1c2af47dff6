"""Makes one short animation of pictures: `animate.py docs/images/name.gif a.png b.png …`."""

import sys
from pathlib import Path

from PIL import Image, ImageChops

WIDTH, COLOURS, MS, LAST_MS = 840, 64, 900, 4_000


def main() -> int:
    """Pictures that look like the one before are left out."""
    target, *names = map(Path, sys.argv[1:])
    frames: list[Image.Image] = []
    for name in sorted(names):
        picture = Image.open(name).convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, picture.width * 5 // 8)))
        height = WIDTH * 5 // 8
        small = Image.new("RGB", (WIDTH, height), "white")
        small.paste(picture.resize((WIDTH, picture.height * WIDTH // picture.width)))
        if not frames or ImageChops.difference(frames[-1], small).getbbox():
            frames.append(small)
    shown = [frame.quantize(COLOURS) for frame in frames]
    lasting = [MS] * (len(shown) - 1) + [LAST_MS]
    shown[0].save(
        target, save_all=True, append_images=shown[1:], duration=lasting, loop=0, optimize=True
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
