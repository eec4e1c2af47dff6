"""Makes the asynchronous modules of the Python client from the synchronous ones.

python sdk/later.py      (when the client is packed, after its code was generated)
"""

from __future__ import annotations

import ast
from pathlib import Path

CLIENT = Path(__file__).resolve().parent / "python" / "src" / "vestibule_client"
SOURCES = ("parts", "webhook_endpoints")
HEAD = '"""Made by sdk/later.py from {name}.py: change that one."""\n\n'
PAGES = ("page", "deliveries_page")


class Later(ast.NodeTransformer):
    """Rewrites one module: methods become coroutines and await the generated functions."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        """Adapts relative imports to the module's new folder, two levels deeper."""
        if node.level and node.module and node.module.startswith("_generated"):
            node.level, node.module = 2, node.module.removeprefix("_generated").lstrip(".")
        elif node.level:
            node.level = 3
            if node.module == "calling":
                node.names.append(ast.alias("answered_later"))
        if node.module == "collections.abc":
            node.names.append(ast.alias("AsyncIterator"))
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Makes every method of a class a coroutine."""
        node.body = [self._method(each) for each in node.body]
        return node

    def _method(self, node: ast.stmt) -> ast.stmt:
        if not isinstance(node, ast.FunctionDef):
            return node
        made = self.generic_visit(node)
        assert isinstance(made, ast.FunctionDef)  # noqa: S101 - nothing replaces one
        told = made.returns
        if isinstance(told, ast.Subscript) and ast.unparse(told.value) == "Iterator":
            told.value = ast.Name("AsyncIterator")
        fields = {name: getattr(made, name) for name in made._fields}
        return ast.AsyncFunctionDef(**fields)

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        """Replaces `yield from`, which coroutines cannot have, by a loop."""
        if not isinstance(node.value, ast.YieldFrom):
            self.generic_visit(node)
            return node
        body = ast.Expr(ast.Yield(ast.Name("one")))
        return ast.For(ast.Name("one"), self.visit(node.value.value), [body], [])

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Replaces calls of the API by their awaited forms."""
        called = ast.unparse(node.func)
        if called == "answered" and isinstance(node.args[0], ast.Lambda):
            asked = node.args[0].body
            if isinstance(asked, ast.Call) and _is(asked.func, "sync"):
                asked.func.attr = "asyncio"  # type: ignore[attr-defined] # _is has looked
                return ast.Await(ast.Call(ast.Name("answered_later"), [asked], []))
            return node
        self.generic_visit(node)
        if _is(node.func, "sync_detailed"):
            node.func.attr = "asyncio_detailed"  # type: ignore[attr-defined] # _is has looked
            return ast.Await(node)
        if called == "self._http.get_httpx_client":
            node.func.attr = "get_async_httpx_client"  # type: ignore[attr-defined] # a method
            return node
        if called == "self._http.get_httpx_client().request":
            return ast.Await(node)
        if any(called == f"self.{name}" for name in PAGES):
            return ast.Await(node)
        return node


def _is(function: ast.expr, name: str) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == name


def later(name: str) -> str:
    """The source of a module's asynchronous form. `name`: one of SOURCES."""
    made = Later().visit(ast.parse((CLIENT / f"{name}.py").read_text()))
    made.body = made.body[1:]  # its docstring
    return HEAD.format(name=name) + ast.unparse(ast.fix_missing_locations(made)) + "\n"


def main() -> None:
    """Writes the modules beside the generated code. FileExistsError if they are there already."""
    folder = CLIENT / "_generated" / "later"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""The nouns as coroutines."""\n')
    for name in SOURCES:
        (folder / f"{name}.py").write_text(later(name))


if __name__ == "__main__":
    main()
