"""Writes docs/errors.md from the tree of errors and every place that raises one; `--check`."""

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "errors.md"

HEAD = """\
# Errors

Generated from [`chalicelib/domain/errors.py`](../chalicelib/domain/errors.py), from the table of
[`entrypoints/problems.py`](../chalicelib/entrypoints/problems.py) and from every `raise` in
`chalicelib`, by `python .ci/errors_doc.py`.

The API answers with [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details,
`application/problem+json`: `type`, `title`, `status`, `detail` and `code`. Branch on `code`; it is
stable. `detail` is a sentence for people and never holds personal data. 429 carries `Retry-After`
in seconds. What nobody foresaw is `internal_error` with status 500. Step Functions matches the name
of the class.
"""


def _classes() -> dict[str, type]:
    from chalicelib.domain import errors

    return {
        name: kind
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, errors.VestibuleError)
    }


def _status(kind: type, code: str) -> int:
    from chalicelib.entrypoints.problems import STATUS, UNPROCESSABLE

    if code in UNPROCESSABLE:
        return 422
    return next((status for known, status in STATUS if issubclass(kind, known)), 500)


def _sentence(node: ast.expr | None) -> str:
    """A message as it reads; what is filled in stands as an ellipsis."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values)
    return ""


def _raised(classes: dict[str, type]) -> Iterator[tuple[str, str, str]]:
    """(code, class, message) of every error that is made with a code of its own."""
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in classes or not node.args:
                continue
            named = {word.arg: word.value for word in node.keywords}
            code = node.args[1] if len(node.args) > 1 else named.get("code")
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value, node.func.id, _sentence(node.args[0])


def text() -> str:
    """The page."""
    classes = _classes()
    parts = [HEAD, "\n## Classes\n\n| class | status | code | meaning |\n|---|---|---|---|\n"]
    for name, kind in classes.items():
        if name != "VestibuleError":
            meaning = inspect.cleandoc(kind.__doc__ or "").splitlines()[0]
            code = str(vars(kind)["code"])
            parts.append(f"| `{name}` | {_status(kind, code)} | `{code}` | {meaning} |\n")
    parts.append("\n## Codes\n\n| code | status | class | says |\n|---|---|---|---|\n")
    rows: dict[tuple[str, str], set[str]] = {}
    for code, name, message in _raised(classes):
        rows.setdefault((code, name), set()).add(message.replace("|", "\\|"))
    for (code, name), messages in sorted(rows.items()):
        status = _status(classes[name], code)
        says = "; ".join(sorted(m for m in messages if m))
        parts.append(f"| `{code}` | {status} | `{name}` | {says} |\n")
    return "".join(parts)


def main() -> int:
    """Writes, or says whether what is written is true."""
    if "--check" not in sys.argv:
        TARGET.write_text(text())
        return 0
    if TARGET.exists() and TARGET.read_text() == text():
        return 0
    print(
        "docs/errors.md is not what the code raises; run python .ci/errors_doc.py", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
