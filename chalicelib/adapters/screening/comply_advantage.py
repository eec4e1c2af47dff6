"""ComplyAdvantage: `POST /searches`.

Secret `providers/comply-advantage`: {"apiKey", "baseUrl" (one per region),
"searchProfile"}.
The service searches and does not decide: many hits are normal, its score has no upper limit, and it
filters by year of birth only. So hits are scored again here, with the whole date and our
explanation.
Source: docs.complyadvantage.com/api-docs, "Searches".
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.screening.index import ALGORITHM, NameIndex
from chalicelib.adapters.screening.lists.dates import interval
from chalicelib.adapters.vendors.calling import Tools, VendorClient
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.screening.screening import (
    Listed,
    ListedName,
    Person,
    ScreeningResult,
    unread_matches,
)

NAME = "comply-advantage"
HOSTED = "https://api.complyadvantage.com"
FUZZINESS = 0.6
PAGE, PAGES = 100, 5  # hits of one answer, answers of one screening
LONGEST = 255  # letters of a search term
TYPES = ("sanction", "warning")
DISMISSED = frozenset({"false_positive", "true_positive_approve"})


@dataclass(frozen=True, slots=True)
class ComplyAdvantage:
    """One account. `threshold`: the score of 0-1, ours, from which a hit is a match."""

    client: VendorClient
    tools: Tools
    threshold: float

    def versions(self) -> dict[str, str]:
        """Empty: the service does not report versions, so a result counts for a day."""
        return {}

    def screen(self, person: Person) -> ScreeningResult:
        """The hits at or above the threshold of our own score.

        At most PAGE x PAGES hits are read; the number of the others is one more match, which cannot
        be dismissed. Unavailable without a complete answer; other errors as in `VendorClient.call`.
        """
        entries, missing = self._hits(person)
        found = NameIndex(entries).search(person, self.threshold, limit=None)
        matches = tuple(hit.described() for hit in found)
        if missing:  # too many to read: a reviewer narrows the search
            matches += (unread_matches(NAME, missing),)
        return ScreeningResult(
            "potential_match" if matches else "clear",
            matches,
            f"{NAME}+{ALGORITHM}",
            self.threshold,
            {NAME: str(self.tools.credentials().get("searchProfile", "default"))},
        )

    def _hits(self, person: Person) -> tuple[list[Listed], int]:
        """(hits as list entries, number of hits that were not read)."""
        entries: list[Listed] = []
        read = total = 0
        for page in range(PAGES):
            data = _data(self._search(person, page * PAGE))
            hits, total = data["hits"], int(data["total_hits"])
            entries += [entry for hit in hits if not _dismissed(hit) for entry in _entries(hit)]
            read += len(hits)
            if read >= total or not hits:
                break
        return entries, max(0, total - read)

    def _search(self, person: Person, offset: int) -> Any:
        filters: dict[str, Any] = {"types": list(TYPES), "entity_type": "person"}
        if person.date_of_birth:
            filters["birth_year"] = int(person.date_of_birth[:4])
        body = {
            "search_term": person.name[:LONGEST],
            "fuzziness": FUZZINESS,
            "filters": filters,
            "limit": PAGE,
            "offset": offset,
        }
        profile = self.tools.credentials().get("searchProfile")
        if profile:
            body["search_profile"] = profile
        return self.client.call("POST", "/searches", self._headers, json.dumps(body).encode())

    def _headers(self) -> Mapping[str, str]:
        return {
            "Authorization": f"Token {self.tools.key('apiKey')}",
            "Content-Type": "application/json",
        }


def _data(answer: Any) -> Mapping[str, Any]:
    """The body of an answer; Unavailable if it is incomplete."""
    try:
        data: Mapping[str, Any] = answer["content"]["data"]
        if isinstance(data["hits"], list) and int(data["total_hits"]) >= 0:
            return data
    except (KeyError, TypeError, ValueError):
        pass
    raise Unavailable("ComplyAdvantage gave no answer to our search", "vendor_answer")


def _dismissed(hit: Mapping[str, Any]) -> bool:
    """Whether the company's staff whitelisted the hit at the vendor."""
    return bool(hit.get("is_whitelisted")) or hit.get("match_status") in DISMISSED


def _entries(hit: Mapping[str, Any]) -> Iterator[Listed]:
    doc = hit.get("doc") or {}
    names = [doc.get("name", ""), *(aka.get("name", "") for aka in doc.get("aka") or ())]
    births = [
        interval(str(item.get("value", "")))
        for item in doc.get("fields") or ()
        if item.get("tag") == "date_of_birth"
    ]
    yield Listed(
        source=NAME,
        entry_id=str(doc.get("id", "")),
        names=tuple(ListedName(name) for name in dict.fromkeys(names) if name),
        births=tuple(birth for birth in births if birth),
        programmes=tuple(doc.get("sources") or ()),
    )


def build(settings: Any, tools: Callable[[str], Tools]) -> ComplyAdvantage:
    """The source; the secret is read at first use."""
    found = tools(NAME)

    def own() -> str:
        return str(found.credentials().get("baseUrl", HOSTED)).rstrip("/")

    return ComplyAdvantage(found.client(NAME, own), found, settings.screening_threshold)
