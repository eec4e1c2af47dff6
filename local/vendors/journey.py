"""`make demo PROVIDER=persona`: applicants whose identity a vendor checks, over HTTP only.

They sign up, get a session at the vendor, click on its page, and end as the vendor decides. Its
webhooks are signed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import requests

from local.applicant import Applicant, Client, Unexpected, expect, wait_for
from local.vendors import FAKES

PATIENCE = 60.0


@dataclass(frozen=True)
class Case:
    """The clicks on the vendor's page, and the expected end: `ends` is the registry's status,
    `mail` the mail's template."""

    title: str
    clicks: tuple[str, ...]
    ends: str
    mail: str


CASES = {
    "approve": Case("The vendor approves", ("start", "submit", "approve"), "verified", "welcome"),
    "reject": Case("The vendor rejects", ("start", "submit", "reject"), "rejected", "rejected"),
    "review": Case(
        "The vendor's people look at it first", ("submit", "review", "approve"), "verified",
        "welcome",
    ),
    "resubmit": Case(
        "A second try", ("submit", "resubmit", "start", "submit", "approve"), "verified", "welcome"
    ),
}  # fmt: skip
#: Vendor -> the cases that it supports: Stripe has no review, Onfido's runs are not repeated.
PLAYED = {name: fake.played for name, fake in FAKES.items()}
Step = Callable[[str, Callable[[], Any]], Any]


def applicant(api: str, cloud: str) -> Applicant:
    """A new applicant, who is not signed up yet. `api`, `cloud`: base URLs."""
    return Applicant(Client(api, cloud), "Anna Demosthenous", "1991-03-14", "GRC")


def verify(step: Step, person: Applicant, provider: str, case: Case, vendors: str) -> None:
    """Takes a person from the session at the vendor to the mail.

    `step(title, work)` does each step; `person` is signed in and has a profile; `vendors`: base URL
    of the fakes. Unexpected if something differs from the case.
    """
    session = step(f"session at {provider}", lambda: start(person, provider))
    again = step("the same session handed out again", lambda: start(person, provider))
    if again["verificationId"] != session["verificationId"]:
        raise Unexpected("a second session was opened")
    page = again.get("sessionUrl") or f"{vendors}/{provider}/hosted/{again['sdkToken']}"
    for click in case.clicks:
        step(f"on {provider}'s page: {click}", partial(clicked, page, click))
        if click == "resubmit":
            step("asked to try again", lambda: str(_state(person, "resubmit_requested")))
        if click == "review":
            step("a human will look", lambda: str(_state(person, "needs_review")))
    step("status in the registry", lambda: _registry(person, case.ends, provider))
    step("mail", lambda: person.mail(case.mail)["subject"])


def start(person: Applicant, provider: str) -> dict[str, Any]:
    """Starts a session at the provider; returns the API's answer. Unexpected for another status or
    another provider."""
    answer = person.client.call("POST", "/api/kyc/start-verification", {"provider": provider})
    found: dict[str, Any] = expect(answer, 201)
    if found["provider"] != provider:
        raise Unexpected(f"{found['provider']} opened the session instead of {provider}")
    person.verification_id = found["verificationId"]
    return found


def clicked(page: str, button: str) -> None:
    """Clicks a button on the vendor's page. Unexpected if it does not answer 200."""
    answer = requests.post(page, data={"action": button}, timeout=30)
    if answer.status_code != 200:
        raise Unexpected(f"the vendor's page answered {answer.status_code}")


def _state(person: Applicant, state: str) -> str:
    def look() -> str:
        answer = person.client.call("GET", f"/verifications/{person.verification_id}")
        found = expect(answer, 200)["status"]
        return str(found) if found == state else ""

    return str(wait_for(look, f"the state {state}", PATIENCE))


def _registry(person: Applicant, status: str, provider: str) -> str:
    def look() -> str:
        found = expect(person.client.call("GET", "/api/kyc/status"), 200)
        return status if (found["kycStatus"], found["provider"]) == (status, provider) else ""

    return str(wait_for(look, f"the status {status}", PATIENCE))
