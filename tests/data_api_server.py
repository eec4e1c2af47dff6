"""A database behind the Data API of the laptop, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from werkzeug.serving import make_server

CLUSTER = "arn:aws:rds:eu-west-1:123456789012:cluster:vestibule-local-registry"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:vestibule-local/database"
DATABASE = "vestibule"


@dataclass
class DataApiServer:
    """A database's Data API on a free port; `service` is the emulation itself."""

    endpoint: str
    service: Any
    dsn: str
    client: Any = field(init=False)

    def __post_init__(self) -> None:
        self.client = boto3.client(
            "rds-data",
            endpoint_url=self.endpoint,
            region_name="eu-west-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(retries={"mode": "standard", "total_max_attempts": 1}),
        )

    def api(self, patience: float = 5.0) -> Any:
        """The product's client of this database."""
        from chalicelib.adapters.aws.data_api import DataApi

        return DataApi(self.client, CLUSTER, SECRET, DATABASE, patience)

    def users(self, patience: float = 5.0) -> Any:
        """The product's registry in this database."""
        from chalicelib.adapters.accounts.users_postgres import PostgresUsers

        return PostgresUsers(self.api(patience))

    def call(self, operation: str, **arguments: Any) -> Any:
        """One call as boto3 makes it, ARNs filled in."""
        where = {"resourceArn": CLUSTER, "secretArn": SECRET}
        if operation not in ("commit_transaction", "rollback_transaction"):
            where["database"] = DATABASE
        return getattr(self.client, operation)(**where, **arguments)


@contextmanager
def data_api_server(dsn: str) -> Iterator[DataApiServer]:
    """The Data API over one database, for as long as the block runs."""
    from local.postgres import data_api

    application: Any = data_api.app(dsn)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield DataApiServer(f"http://127.0.0.1:{server.port}", application.service, dsn)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        application.service.close()
