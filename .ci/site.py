"""Lays the documents out as mkdocs wants them: python .ci/site.py FOLDER

The pages keep their places in the repository, so that links between them hold. A link to anything
else (code, configuration) becomes the name of the file, or, with
VESTIBULE_SOURCE=https://…/blob/main, a link to it there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"(^```.*?^```)", re.M | re.S)
#: Of use beside their code only.
NOT_ON_THE_SITE = re.compile(r"^(\.github/|tests/|stepfunctions/|web/README|infra/(?!envs/))")
PICTURES = (".gif", ".png", ".svg")
#: The site's first page is docs/README.md: who reads what.
MOVED = {"README.md": "about.md", "docs/README.md": "index.md"}


def listed(*patterns: str) -> list[str]:
    """Files that git knows, and new ones that it is not told to ignore."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(set(done.stdout.splitlines()))


def pages() -> list[str]:
    """Every page of the site, by its place in the repository."""
    return [name for name in listed("*.md") if not NOT_ON_THE_SITE.match(name)]


def rewritten(text: str, name: str, known: set[str], source: str) -> str:
    """The page with links that hold on the site."""
    at = MOVED.get(name, name)

    def link(found: re.Match[str]) -> str:
        mark, words, target = found.groups()
        if re.match(r"[a-z]+:|#", target):
            return found.group()
        file, hash_, anchor = target.partition("#")
        whole = os.path.normpath(os.path.join(os.path.dirname(name), file))
        whole = f"{whole}/README.md" if f"{whole}/README.md" in known else whole
        if whole in known or mark:
            here = os.path.relpath(MOVED.get(whole, whole), os.path.dirname(at) or ".")
            return f"{mark}[{words}]({here}{hash_}{anchor})"
        return f"[{words}]({source}/{whole})" if source else words

    parts = FENCE.split(text)
    return "".join(part if part.startswith("```") else LINK.sub(link, part) for part in parts)


def lay(folder: Path, source: str = "") -> None:
    """All pages and pictures into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    names = pages()
    for name in names:
        place = folder / MOVED.get(name, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(rewritten((ROOT / name).read_text(), name, set(names), source))
    for name in listed("docs/images/*"):
        if name.endswith(PICTURES):
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place)


if __name__ == "__main__":
    lay(Path(sys.argv[1]), os.environ.get("VESTIBULE_SOURCE", "").rstrip("/"))
