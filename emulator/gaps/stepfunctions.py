"""Two workflows are validated at the same time, each in its own query language.

moto keeps the query language of the state it is reading in one list for the whole process.
Terraform validates all definitions at once; a JSONata workflow then finds itself read as JSONPath,
and is refused now and then.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor


def install() -> None:
    """Give every reading of a definition its own list."""
    begin = Preprocessor.__init__

    def own_scopes(self: Preprocessor, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        self._query_language_per_scope = []

    Preprocessor.__init__ = own_scopes  # type: ignore[method-assign,assignment]
