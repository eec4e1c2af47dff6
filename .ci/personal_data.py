"""Looks for what may belong to a person or open a door, in every file that git tracks.

Example people use example domains (RFC 2606) and numbers that are set aside for fiction. A finding
names file, line and kind; it never prints what it found.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: RFC 2606 and RFC 6761: domains that are nobody's. The others are addresses in documented calls.
_EXAMPLE = re.compile(
    r"@(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)$|@(?:types|example)\b",
    re.I,
)
KINDS = {
    "e-mail address": re.compile(r"[\w.+-]{1,64}@(?:[\w-]+\.)+[a-z]{2,10}\b", re.I),
    "AWS key": re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "token of a service": re.compile(r"\b(?:ghp_|xox[baprs]-|sk_live_|rk_live_)\w{16,}"),
    "payment card": re.compile(r"\b(?:4\d{3}|5[1-5]\d{2})(?: ?\d{4}){3}\b"),
}
_SKIPPED = re.compile(r"\.(png|jpg|jpeg|gif|woff2?|ttf|gz|npz)$|package-lock\.json$|^requirements/")
#: Names of test data that look like an address and are none, with where they stand.
ALLOWED = {"git@github.com"}


def findings(text: str) -> Iterator[tuple[int, str]]:
    """Line number and kind."""
    for number, line in enumerate(text.splitlines(), 1):
        for kind, pattern in KINDS.items():
            for match in pattern.finditer(line):
                found = match.group()
                mail = kind == "e-mail address"
                if mail and (_EXAMPLE.search(found) or found in ALLOWED):
                    continue
                yield number, kind


def main() -> int:
    """1 if something was found."""
    command = ["git", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    bad = 0
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if _SKIPPED.search(name) or not path.is_file():
            continue
        for number, kind in findings(path.read_text(errors="replace")):
            bad += 1
            print(f"{name}:{number}: {kind}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
