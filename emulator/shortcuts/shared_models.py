"""AWS's models of its services, read once per process.

Every session of boto3 reads them anew, and moto lists all services for each one that it serves. The
models are data that nobody changes, so all may have the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from emulator.account import REGION
from emulator.hooks import replace


def install() -> None:
    """One loader per search path, in botocore and in moto; doing it twice changes nothing."""
    import botocore.session
    import moto.core.utils

    replace(botocore.session, "create_loader", cache)
    replace(moto.core.utils, "create_loader", cache)


def load(services: Iterable[str]) -> None:
    """Read the models of these services (boto3's names) now, for clients and for moto."""
    import botocore.session
    from moto.core.utils import get_service_model

    session = botocore.session.Session()
    for service in services:
        session.create_client(
            service,
            region_name=REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        get_service_model(service)
