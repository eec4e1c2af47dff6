"""Small changes to Python source, one at a time: what a slip of the hand would do.

Each `Change` replaces one span of one file. Docstrings, annotations, `__all__` and what is written
for people alone (messages of logs) are left as they are.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
COUNTED: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "//", ast.FloorDiv: "*", ast.Div: "*", ast.Mod: "//",
    ast.BitOr: "&", ast.BitAnd: "|",
}  # fmt: skip
#: What has a place in the text.
Placed = ast.expr | ast.stmt
#: Calls whose words nobody rests on.
SPOKEN = {"debug", "info", "warning", "error", "exception", "cast", "TypeVar", "getLogger"}


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """`text` in the place of the bytes start…end of the file; `line` and `kind` are for people."""

    file: str
    start: int
    end: int
    text: str
    line: int
    kind: str

    @property
    def name(self) -> str:
        """Says which one it is, as long as the file stays the same."""
        return f"{self.file}:{self.line}:{self.start} {self.kind}"

    def applied(self, source: bytes) -> bytes:
        """The file with the change in it."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def changes(root: Path, file: Path) -> list[Change]:
    """Every change of a file that still compiles, in the order of the text."""
    source = file.read_bytes()
    found = _Finder(str(file.relative_to(root)), source)
    found.visit(ast.parse(source))
    return [each for each in sorted(set(found.changes)) if _compiles(each, source)]


def _compiles(change: Change, source: bytes) -> bool:
    try:
        compile(change.applied(source), change.file, "exec")
    except SyntaxError:
        return False
    return True


class _Finder(ast.NodeVisitor):
    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source, self.changes = file, source, list[Change]()
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def span(self, node: Placed) -> tuple[int, int]:
        """From and to which byte; the parser gives every node that it read an end."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.lines[node.lineno - 1] + node.col_offset
        return start, self.lines[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: Placed) -> str:
        start, end = self.span(node)
        return self.source[start:end].decode()

    def put(self, node: Placed, text: str, kind: str) -> None:
        start, end = self.span(node)
        self.changes.append(Change(self.file, start, end, text, node.lineno, kind))

    def between(self, left: Placed, right: Placed, old: str, new: str, kind: str) -> None:
        """Changes an operator between two operands."""
        start, end = self.span(left)[1], self.span(right)[0]
        at = self.source.find(old.encode(), start, end)
        if at >= 0:
            line = self.source.count(b"\n", 0, at) + 1
            self.changes.append(Change(self.file, at, at + len(old), new, line, kind))

    # -- what is passed over

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_arguments(self, node: ast.arguments) -> None:
        for each in (*node.defaults, *node.kw_defaults):
            if each:
                self.visit(each)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.visit(node.args)
        self.body(node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if not any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases):
            self.body(node.body)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            self.put(node.test, f"not ({self.text(node.test)})", "condition turned")
        self.visit(node.test)
        self.body(node.body)
        self.body(node.orelse)

    def visit_Module(self, node: ast.Module) -> None:
        self.body(node.body)

    def body(self, nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue  # a docstring
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                continue
            self.visit(node)

    # -- what is changed

    def visit_Compare(self, node: ast.Compare) -> None:
        for (left, right), operator in zip(
            pairwise((node.left, *node.comparators)), node.ops, strict=True
        ):
            old, new = _symbol(operator), COMPARED[type(operator)]
            self.between(left, right, old, new, f"{old} → {new}")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        new = COUNTED.get(type(node.op))
        if new and not isinstance(node.left, ast.Constant | ast.JoinedStr):
            old = _symbol(node.op)
            self.between(node.left, node.right, old, new, f"{old} → {new}")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            self.between(left, right, old, new, f"{old} → {new}")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.put(node, f"({self.text(node.operand)})", "not taken out")
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        body, other = self.text(node.body), self.text(node.orelse)
        self.put(node, f"({other}) if ({self.text(node.test)}) else ({body})", "branches exchanged")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self.put(node, str(not value), f"{value} → {not value}")
        elif isinstance(value, int):
            self.put(node, str(value + 1), f"{value} → {value + 1}")
        elif isinstance(value, float):
            self.put(node, repr(value * 1.5 + 0.1), f"{value} → {value * 1.5 + 0.1}")
        elif isinstance(value, str) and value and self.text(node)[0] in "\"'":
            self.put(node, repr(f"{value}-changed"), "other text")

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def visit_Set(self, node: ast.Set) -> None:
        self.members(node, "{", "}")

    def visit_Tuple(self, node: ast.Tuple) -> None:
        if isinstance(node.ctx, ast.Load) and self.text(node).startswith("("):
            self.members(node, "(", ",)")
        else:
            self.generic_visit(node)

    def visit_List(self, node: ast.List) -> None:
        if isinstance(node.ctx, ast.Load):
            self.members(node, "[", "]")

    def members(self, node: ast.Set | ast.Tuple | ast.List, opened: str, closed: str) -> None:
        if len(node.elts) > 1 and isinstance(node.elts[0], ast.Attribute | ast.Constant):
            for gone in node.elts:
                rest = ", ".join(self.text(each) for each in node.elts if each is not gone)
                start, end = self.span(node)
                kind = f"without {self.text(gone)[:30]}"
                self.changes.append(
                    Change(self.file, start, end, opened + rest + closed, gone.lineno, kind)
                )
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self.visit(value)
        pairs = [
            (key, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Attribute)
        ]
        if len(pairs) == len(node.keys) > 2:
            for gone, _ in pairs:
                rest = ", ".join(
                    f"{self.text(key)}: {self.text(value)}"
                    for key, value in pairs
                    if key is not gone
                )
                start, end = self.span(node)
                kind = f"without {self.text(gone)[:30]}"
                self.changes.append(Change(self.file, start, end, f"{{{rest}}}", gone.lineno, kind))

    def visit_Return(self, node: ast.Return) -> None:
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self.put(node.value, "None", "nothing answered")
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        self.put(node, "pass", "not refused")
        if isinstance(node.exc, ast.Call):  # the first words are for people, the code is not
            for each in (*node.exc.args[1:], *(word.value for word in node.exc.keywords)):
                self.visit(each)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and _called(node.value) not in SPOKEN:
            self.put(node, "pass", "call left out")
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        if _called(node) in SPOKEN:
            return
        self.visit(node.func)
        for each in (*node.args, *(word.value for word in node.keywords)):
            self.visit(each)

    def visit_Continue(self, node: ast.Continue) -> None:
        self.put(node, "break", "continue → break")

    def visit_Break(self, node: ast.Break) -> None:
        self.put(node, "continue", "break → continue")


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _symbol(operator: ast.AST) -> str:
    return {
        ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
        ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.Add: "+",
        ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Div: "/", ast.Mod: "%",
        ast.BitOr: "|", ast.BitAnd: "&",
    }[type(operator)]  # fmt: skip
