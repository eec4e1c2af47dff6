"""The bodies of requests and answers, generated from the OpenAPI document."""

from ._generated.models import *  # noqa: F403 (all of them: __all__ says which)
from ._generated.models import __all__ as __all__
from ._generated.types import UNSET as UNSET
from ._generated.types import Unset as Unset
