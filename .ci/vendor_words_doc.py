"""Writes docs/vendor-words.md: every word of every KYC vendor, and what it does; `--check`."""

import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.domain.vendors.words import Meaning

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "vendor-words.md"
PUBLISHED = ROOT / "tests" / "vendors" / "published"

HEAD = """\
# Vendors' words

Generated from the table of each adapter in
[`adapters/vendors`](../chalicelib/adapters/vendors) and from the lists that the vendors publish
([`tests/vendors/published`](../tests/vendors/published)), by `python .ci/vendor_words_doc.py`. A
test tells every word about a verified person and looks what came of it.

* *decides*: it is the session's state. Where the signature covers no time, and for every approval,
  the vendor is asked first, and its answer is the state.
* *asks*: the vendor is asked; its answer is the state.
* *reviews*: late news about the person: `needs_review`, an alert, and the vendor is asked.
* *alerts*: somebody should look; the outcome stays as it is, and the vendor is asked.
* *noted*: kept for a while, nothing else.

An event that is in no list asks and alerts; it changes nothing by its name. A status that is in no
list, and a vendor that cannot be asked, mean `needs_review` and an alert, until an answer that we
know settles it. A reason that is marked *neutral* is told to nobody but reviewers.
"""


def _reason(reason: str) -> str:
    from chalicelib.domain.verifications.notices import NEUTRAL, public_text

    told = "*neutral*" if public_text((reason,)) == NEUTRAL else "told"
    return f"`{reason}` ({told})"


def _told(meaning: "Meaning") -> tuple[str, ...]:
    state = f"`{meaning.state}`" if meaning.state else ""
    return str(meaning.does), state, ", ".join(map(_reason, meaning.reasons))


def _grouped(rows: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """One row per meaning, in the order in which they first come, with all its words."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for word, told in rows:
        groups.setdefault(told, []).append(f"`{word}`")
    for told, words in groups.items():
        yield f"| {' '.join(words)} | {' | '.join(told)} |"


def _table(title: str, rows: Iterable[str]) -> Iterator[str]:
    yield from ["", f"### {title}", "", "| words | do | state | reason |", "|---|---|---|---|"]
    yield from rows


def _vendor(name: str) -> Iterator[str]:
    from chalicelib.domain.vendors.words import Vocabulary
    from chalicelib.outside.plug_ins import VENDORS

    words: Vocabulary = import_module(VENDORS[name]).WORDS
    published = json.loads((PUBLISHED / f"{name}.json").read_text())
    yield from ["", f"## {name}", "", f"Read on {words.read}: {published['source']}."]
    statuses = ((word, _told(meaning)) for word, meaning in words.statuses.items())
    yield from _table("Statuses", _grouped(statuses))
    events = ((word, _told(words.event(word))) for word in published["events"])
    yield from _table("Events", _grouped(events))
    if words.codes:
        yield from ["", "### Reasons", "", "| codes | reason | also |", "|---|---|---|"]
        yield from _grouped(
            (code, (", ".join(map(_reason, found)), "alerts" * (code in words.alarming)))
            for code, found in words.codes.items()
        )


def document() -> str:
    """The whole page."""
    from chalicelib.outside.plug_ins import VENDORS

    lines = [HEAD.rstrip()]
    for name in VENDORS:
        if (PUBLISHED / f"{name}.json").exists():
            lines += _vendor(name)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the page, or says that it is not current."""
    text = document()
    if "--check" not in sys.argv:
        TARGET.write_text(text)
        return 0
    if TARGET.exists() and TARGET.read_text() == text:
        return 0
    print(
        "docs/vendor-words.md is not current; run python .ci/vendor_words_doc.py", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
