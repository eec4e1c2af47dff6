"""The routes of other backends: latency, calls of AWS per call, and how long a webhook takes after
the decision: `make bench ONLY=api`.

On a private system in test mode, one call after the other, after a warm-up. Calls of AWS are those
of the API's own function; what follows a move elsewhere is not counted here (`moves`).
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import requests

from local import deploy
from local.applicant import expect
from local.backend import Backend, Hooks, hooks, new_key

GOAL_WEBHOOK_P95 = 5.0
CLAIMS = {"fullName": "Sandbox Approved", "dateOfBirth": "1991-03-14", "nationality": "CYP"}
API = deploy.full_name("api_handler")


def quiet(urls: dict[str, str]) -> None:
    """Waits until nothing is busy."""
    requests.post(f"{urls['cloud']}/local/quiesce", json={"timeout": 60}, timeout=90)


class Figures:
    """Calls of one route after the other, with what the API's function asked of AWS."""

    def __init__(self, urls: dict[str, str], backend: Backend, rounds: int) -> None:
        self.urls, self.backend, self.rounds = urls, backend, rounds

    def of(self, title: str, method: str, path: Callable[[], str], body: Any = None) -> None:
        """Prints one line; `path` is made anew for each call and not timed."""
        taken = []
        paths = [path() for _ in range(self.rounds)]
        bodies = [body() if callable(body) else body for _ in paths]
        quiet(self.urls)
        requests.delete(f"{self.urls['cloud']}/local/usage", timeout=30)
        for one, sent in zip(paths, bodies, strict=True):
            started = time.perf_counter()
            expect(self.backend.client.call(method, one, sent), 200, 201, 202, 204)
            taken.append(time.perf_counter() - started)
        usage = requests.get(f"{self.urls['cloud']}/local/usage", timeout=30).json()
        calls, worked = usage["calls"].get(API, {}), usage["functions"].get(API, {})
        cuts = statistics.quantiles(taken, n=20)
        asked = ", ".join(
            f"{name.partition(':')[2]} {count / self.rounds:.1f}"
            for name, count in sorted(calls.items(), key=lambda pair: -pair[1])
        )
        inside = worked.get("seconds", 0.0) / max(1, worked.get("count", 0))
        print(f"{title:<34} p50 {cuts[9] * 1000:5.0f} ms  p95 {cuts[18] * 1000:5.0f} ms  "
              f"inside {inside * 1000:4.0f} ms  "
              f"{sum(calls.values()) / self.rounds:4.1f} calls: {asked}")  # fmt: skip


def webhooks(urls: dict[str, str], backend: Backend, server: Hooks, rounds: int) -> float:
    """Seconds from the request that decides to the receiver, at the 95th percentile."""
    taken = []
    for _ in range(rounds):
        opened = attempt(backend)
        quiet(urls)
        before, started = len(server.events), time.perf_counter()
        path = f"/v1/sandbox/verifications/{opened}/advance"
        expect(backend.client.call("POST", path, {}), 200)
        while len(server.events) == before:
            if time.perf_counter() - started > 60:
                raise TimeoutError("no webhook came")
            time.sleep(0.005)
        taken.append(time.perf_counter() - started)
    cuts = statistics.quantiles(taken, n=20)
    print(f"decision to webhook                p50 {cuts[9] * 1000:5.0f} ms  "
          f"p95 {cuts[18] * 1000:5.0f} ms")  # fmt: skip
    return cuts[18]


def person(backend: Backend) -> str:
    """A new applicant's id."""
    return str(expect(backend.client.call("POST", "/v1/applicants", someone()), 201)["id"])


def someone() -> dict[str, Any]:
    """Somebody new."""
    return {"externalUserId": f"u-{secrets.token_hex(6)}", "claims": CLAIMS}


def attempt(backend: Backend) -> str:
    """A new attempt's id."""
    path = f"/v1/applicants/{person(backend)}/verifications"
    return str(expect(backend.client.call("POST", path), 201)["id"])


def main() -> int:
    """Prints the figures; 1 where a webhook comes too late."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    from local.zygote import Zygote

    with Zygote({"VESTIBULE_IAM": "warn"}) as zygote, zygote.fork() as urls, hooks() as server:
        backend = Backend(urls["api"], urls["cloud"], new_key(urls["cloud"], "test"))
        backend.listen(server, "verification.approved")
        first = attempt(backend)
        figures = Figures(urls, backend, chosen.rounds)
        figures.of("POST /v1/applicants", "POST", lambda: "/v1/applicants", someone)
        figures.of("GET /v1/applicants/{id}", "GET", lambda: f"/v1/applicants/{person(backend)}")
        made = [f"/v1/applicants/{person(backend)}" for _ in range(chosen.rounds * 2)]
        figures.of("POST …/sessions", "POST", lambda: f"{made.pop()}/sessions", {})
        figures.of("POST …/verifications", "POST", lambda: f"{made.pop()}/verifications")
        figures.of("GET /v1/verifications/{id}", "GET", lambda: f"/v1/verifications/{first}")
        figures.of("GET /v1/events", "GET", lambda: "/v1/events?limit=20")
        figures.of("POST …/advance", "POST",
                   lambda: f"/v1/sandbox/verifications/{attempt(backend)}/advance", {})  # fmt: skip
        quiet(urls)
        late = webhooks(urls, backend, server, chosen.rounds)
    return 0 if late < GOAL_WEBHOOK_P95 else 1


if __name__ == "__main__":
    sys.exit(main())
