"""The fakes as a part of the local system: their port, their secrets, their webhooks."""

from __future__ import annotations

import os
from collections.abc import Mapping

import boto3
import requests

from emulator import clock
from emulator.account import HOST
from emulator.http.http_server import HttpServer
from local.vendors import Vendors
from local.vendors.credentials import put_secrets

ROUTE = "/api/webhooks/kyc-status"
SECONDS = 10  # Sumsub waits this long for an answer


class Running:
    """The fakes on a port of 127.0.0.1 (0: a free one), bound at once; they answer and send
    webhooks from `open_for_business` on. Sets VESTIBULE_VENDOR_BASE_URL, VESTIBULE_KYC_CHOICE and,
    unless it is set, VESTIBULE_KYC_PROVIDERS. PortInUse."""

    def __init__(self, port: int) -> None:
        self.vendors = Vendors(clock.now)
        self._http = HttpServer(self.vendors.app, port, "vendors")
        self.url = f"http://{HOST}:{self._http.port}"
        self.vendors.at(self.url)
        self._session = requests.Session()
        self._session.trust_env = False
        os.environ["VESTIBULE_VENDOR_BASE_URL"] = self.url
        os.environ["VESTIBULE_KYC_CHOICE"] = "true"
        order = ",".join(["in_house", *self.vendors.desks])
        os.environ.setdefault("VESTIBULE_KYC_PROVIDERS", order)

    def open_for_business(self, api: str) -> None:
        """Stores the credentials in the cloud's secrets, and starts to answer and to send webhooks.
        `api`: the API's base URL."""
        put_secrets(boto3.client("secretsmanager"))

        def send(name: str, headers: Mapping[str, str], body: bytes) -> int:
            url = f"{api}{ROUTE}/{name}"
            try:
                answer = self._session.post(url, data=body, headers=headers, timeout=SECONDS)
            except requests.RequestException:
                return 0
            return answer.status_code

        self.vendors.connect(send, clock.call_later)
        self._http.start()

    def stop(self) -> None:
        """Stops answering and closes the port."""
        self._http.stop()
        self._session.close()
