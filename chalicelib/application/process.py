"""The application of this process: built at first use, from the environment, on AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from chalicelib.adapters.aws.clients import client
from chalicelib.application import Application
from chalicelib.outside.aws import AwsOutside
from chalicelib.outside.plug_ins import SCREENERS, TEXTRACT_FEATURES, VENDORS, WATCHLISTS
from chalicelib.settings import Settings, load

_given: list[Application] = []


@cache
def _built() -> Application:
    settings = _settings()
    return Application(settings, AwsOutside(settings))


def _settings() -> Settings:
    from chalicelib.adapters.aws.secrets import parameter

    known = {
        "VENDORS": VENDORS,
        "SCREENERS": SCREENERS,
        "WATCHLISTS": WATCHLISTS,
        "TEXTRACT_FEATURES": TEXTRACT_FEATURES,
    }
    return load(parameters=lambda name: parameter(client("ssm"), name), known=known)


def on_aws() -> AwsOutside:
    """The outside of this process's settings, with what only commands need of it."""
    return AwsOutside(application().settings)


def application() -> Application:
    """What the doors of this process speak to."""
    return _given[-1] if _given else _built()


@contextmanager
def given(other: Application) -> Iterator[Application]:
    """Another application for a while: tests, and servers without AWS."""
    _given.append(other)
    try:
        yield other
    finally:
        _given.remove(other)
