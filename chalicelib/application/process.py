"""The application of this process: built at first use, from the environment, on AWS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.application import Application
from chalicelib.settings import Settings, load

if TYPE_CHECKING:
    from chalicelib.outside.aws import AwsOutside

_given: list[Application] = []
_here: ContextVar[Application | None] = ContextVar("application", default=None)


@cache
def _built() -> Application:
    from chalicelib.outside.aws import AwsOutside

    settings = _settings()
    return Application(settings, AwsOutside(settings))


class Late(Collection[str]):
    """Words that are looked up when a setting names one: few deployments do, and every cold start
    would pay."""

    def __init__(self, find: Callable[[], Collection[str]]) -> None:
        self._find = find

    def __contains__(self, word: object) -> bool:
        return word in self._find()

    def __iter__(self) -> Iterator[str]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())


def _reasons() -> Collection[str]:
    from chalicelib.domain.verifications.notices import REASONS

    return REASONS


def _languages() -> Collection[str]:
    from chalicelib.domain.languages import LANGUAGES

    return LANGUAGES


def _settings() -> Settings:
    from chalicelib.adapters.aws.clients import client
    from chalicelib.adapters.aws.secrets import parameter
    from chalicelib.domain.applicants.api_keys import Scope
    from chalicelib.outside.plug_ins import SCREENERS, TEXTRACT_FEATURES, VENDORS, WATCHLISTS

    known = {
        "VENDORS": VENDORS,
        "SCREENERS": SCREENERS,
        "WATCHLISTS": WATCHLISTS,
        "TEXTRACT_FEATURES": TEXTRACT_FEATURES,
        "SCOPES": tuple(Scope),
        "REASONS": Late(_reasons),
        "LANGUAGES": Late(_languages),
    }
    return load(parameters=lambda name: parameter(client("ssm"), name), known=known)


def on_aws() -> AwsOutside:
    """The outside of this process's settings, with what only commands need of it."""

    from chalicelib.outside.aws import AwsOutside

    return AwsOutside(application().settings)


def application() -> Application:
    """What the doors of this process speak to."""
    return _here.get() or (_given[-1] if _given else _built())


@contextmanager
def given(other: Application) -> Iterator[Application]:
    """Another application for a while: tests, and servers without AWS."""
    _given.append(other)
    try:
        yield other
    finally:
        _given.remove(other)


@contextmanager
def given_here(other: Application) -> Iterator[Application]:
    """Another application for what this thread does meanwhile: servers that have several."""
    before = _here.set(other)
    try:
        yield other
    finally:
        _here.reset(before)
