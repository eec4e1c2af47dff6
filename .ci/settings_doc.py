"""Writes docs/settings.md from the fields of Settings; `--check` compares."""

import sys
from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "settings.md"

HEAD = """\
# Settings

Generated from [`chalicelib/settings.py`](../chalicelib/settings.py) by
`python .ci/settings_doc.py`; edit the sentences there.

A value comes from the environment variable, else from the parameter `/vestibule/<env>/platform`
(a flat JSON object that Terraform writes), else it is the default. [How settings and secrets reach
the code](configuration.md) says more.
"""
#: Title, sentence, and whether a setting belongs there.
GROUPS: tuple[tuple[str, str, Callable[["Field[Any]"], bool]], ...] = (
    ("Policy", "What a company may choose.", lambda spec: not _empty(spec) and not _named(spec)),
    (
        "Names of resources",
        "Terraform supplies them; nobody sets them by hand.",
        lambda spec: _empty(spec) or _named(spec),
    ),
)


def _named(spec: "Field[Any]") -> bool:
    return spec.name == "database_name"


def _empty(spec: "Field[Any]") -> bool:
    return spec.default in ("", ())


def _default(spec: "Field[Any]") -> str:
    value = ",".join(spec.default) if isinstance(spec.default, tuple) else spec.default
    return f"`{value}`" if not _empty(spec) else "–"


def text() -> str:
    """The page."""
    from chalicelib.settings import Settings

    parts = [HEAD]
    for title, sentence, belongs in GROUPS:
        parts.append(f"\n## {title}\n\n{sentence}\n")
        parts.append(
            "\n| setting | environment variable | default | meaning |\n|---|---|---|---|\n"
        )
        parts += [
            f"| `{spec.name}` | `VESTIBULE_{spec.name.upper()}` | {_default(spec)} "
            f"| {spec.metadata['doc']} |\n"
            for spec in fields(Settings)
            if belongs(spec)
        ]
    return "".join(parts)


def main() -> int:
    """Writes, or says whether what is written is true."""
    if "--check" not in sys.argv:
        TARGET.write_text(text())
        return 0
    if TARGET.exists() and TARGET.read_text() == text():
        return 0
    print(
        "docs/settings.md is not what settings.py says; run python .ci/settings_doc.py",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
