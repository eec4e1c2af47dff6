"""Workflows in different query languages can be validated at the same time.

moto keeps the query language of the state it is reading in one list for the whole process.
Terraform validates all definitions at once, so that a JSONata workflow was sometimes read as
JSONPath and refused.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor


def install() -> None:
    """Gives each reading of a definition its own list."""
    begin = Preprocessor.__init__

    def own_scopes(self: Preprocessor, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        self._query_language_per_scope = []

    Preprocessor.__init__ = own_scopes  # type: ignore[method-assign,assignment]
