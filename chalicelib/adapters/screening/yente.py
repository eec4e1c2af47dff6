"""yente, the matching API of OpenSanctions, hosted or one's own: `POST /match/{dataset}`.

Secret `providers/yente`: {"apiKey" (hosted only), "baseUrl", "dataset": "sanctions"}.
The algorithm is fixed, since the service's default ("best") changes with its releases.
Source: api.opensanctions.org, "Match entities"; the OpenSanctions data needs a licence.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.adapters.vendors.calling import Tools, VendorClient
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.screening.screening import Person, ScreeningResult, unread_matches

NAME = "yente"
HOSTED = "https://api.opensanctions.org"
ALGORITHM = "logic-v2"
THRESHOLD = 0.7
LIMIT = 100  # the service allows 500
PERSON = "person"  # how our only query is called in the batch


@dataclass(frozen=True, slots=True)
class Yente:
    """One dataset of one yente service."""

    client: VendorClient
    credentials: Callable[[], Mapping[str, Any]]

    def versions(self) -> dict[str, str]:
        """Empty: the service does not report versions, so a result counts for a day."""
        return {}

    def screen(self, person: Person) -> ScreeningResult:
        """Every result that the service marks as a match, with its score of 0-1.

        If LIMIT results came there may be more: then one more match says so and cannot be
        dismissed. Unavailable without a complete answer; other errors as in `VendorClient.call`.
        """
        dataset = str(self.credentials().get("dataset", "sanctions"))
        asked = urlencode({"algorithm": ALGORITHM, "threshold": THRESHOLD, "limit": LIMIT})
        answer = self.client.call(
            "POST",
            f"/match/{quote(dataset, safe='')}?{asked}",
            self._headers,
            json.dumps({"queries": {PERSON: _query(person)}}).encode(),
        )
        results = _results(answer)
        matches = tuple(_described(found) for found in results if found.get("match"))
        if len(results) >= LIMIT:  # there may be more, so the case goes to a reviewer
            matches += (unread_matches(NAME, 1),)
        return ScreeningResult(
            "potential_match" if matches else "clear",
            matches,
            f"{NAME}-{ALGORITHM}",
            THRESHOLD,
            {NAME: dataset},
        )

    def _headers(self) -> Mapping[str, str]:
        key = self.credentials().get("apiKey")
        plain = {"Content-Type": "application/json"}
        return plain | ({"Authorization": f"ApiKey {key}"} if key else {})


def _query(person: Person) -> dict[str, Any]:
    properties = {"name": [person.name]}
    if person.date_of_birth:
        properties["birthDate"] = [person.date_of_birth]
    if person.nationality:
        properties["nationality"] = [person.nationality.lower()]
    return {"schema": "Person", "properties": properties}


def _results(answer: Any) -> list[dict[str, Any]]:
    """The results of our query; Unavailable if the answer is incomplete."""
    try:
        part = answer["responses"][PERSON]
        if part["status"] == 200 and isinstance(part["results"], list):
            return list(part["results"])
    except (KeyError, TypeError):
        pass
    raise Unavailable("yente gave no answer to our query", "vendor_answer")


def _described(found: Mapping[str, Any]) -> dict[str, Any]:
    """The result in the shape of our own matches, with every part of its score."""
    reasons = found.get("explanations") or found.get("features") or {}
    return {
        "list": NAME,
        "entryId": str(found.get("id", "")),
        "name": str(found.get("caption", "")),
        "score": round(float(found.get("score") or 0.0), 4),
        "programmes": list(found.get("datasets") or ()),
        "parts": [
            {"feature": name, "score": _score(reason)} for name, reason in sorted(reasons.items())
        ],
    }


def _score(reason: Any) -> float:
    value = reason.get("score") if isinstance(reason, Mapping) else reason
    return round(float(value or 0.0), 4)


def build(settings: Any, tools: Callable[[str], Tools]) -> Yente:
    """The source; the secret is read at first use."""
    found = tools(NAME)

    def own() -> str:
        return str(found.credentials().get("baseUrl", HOSTED)).rstrip("/")

    return Yente(found.client(NAME, own), found.credentials)
