"""Bodies, queries and answers of the REST API, one file per noun.

The models need pydantic, and importing it costs a cold start some 70 ms of CPU. So
`from chalicelib.contracts.http import accounts` gives a module that is read when the first of its
models is used. The OpenAPI document is made from these models and from the hints of the doors.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.contracts.wire import Wire

NOUNS = (
    "accounts",
    "applicants",
    "documents",
    "feeds",
    "levels",
    "liveness",
    "privacy",
    "reviews",
    "service",
    "vendors",
    "verifications",
)


class Later(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


for _noun in NOUNS:
    globals()[_noun] = Later(f"{__name__}.{_noun}")


def models() -> dict[str, "type[Wire]"]:
    """Every model of every noun, by its name, which the OpenAPI document uses."""
    from chalicelib.contracts.wire import Wire

    found: dict[str, type[Wire]] = {}
    for noun in NOUNS:
        module = import_module(f"{__name__}.{noun}")
        for name, kind in vars(module).items():
            if (
                isinstance(kind, type)
                and issubclass(kind, Wire)
                and kind.__module__ == module.__name__
            ):
                if name in found:
                    raise TypeError(f"two models are called {name}")
                found[name] = kind
    return found
