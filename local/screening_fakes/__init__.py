"""Fakes of two screening services by their documentation, over HTTP, with synthetic lists.

`Fakes(entries)` answers `POST /yente/match/{dataset}` and `POST /comply-advantage/searches`. Both
match loosely, as the real ones do. `trouble` makes the next answers fail.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio
from werkzeug.wrappers import Request, Response

from chalicelib.adapters.screening.folding import fold
from chalicelib.domain.screening.screening import Listed

YENTE_KEY, CA_KEY = "yente-key", "ca-key"
YENTE_LIMIT = 5  # results of the service by default
CREDENTIALS = {
    "yente": {"apiKey": YENTE_KEY, "dataset": "sanctions"},
    "comply-advantage": {"apiKey": CA_KEY, "searchProfile": "kyc"},
}


@dataclass
class Fakes:
    """Both services, as a WSGI application.

    `trouble`: (HTTP status, headers, body) of the next answers. `seen`: (path, query, headers,
    body) of every request. `whitelisted`: entry ids. `crowd`: hits that ComplyAdvantage only
    counts.
    """

    entries: Sequence[Listed]
    trouble: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str], dict[str, str], Any]] = field(default_factory=list)
    whitelisted: set[str] = field(default_factory=set)
    crowd: int = 0  # hits that are only counted

    def __call__(self, environ: Any, start: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI entry point."""
        request = Request(environ)
        body = json.loads(request.get_data() or b"null")
        self.seen.append((request.path, dict(request.args), dict(request.headers), body))
        if self.trouble:
            status, headers, content = self.trouble.pop(0)
            return Response(content, status, headers)(environ, start)
        return self._answer(request, body)(environ, start)

    def _answer(self, request: Request, body: Any) -> Response:
        key = request.headers.get("Authorization", "")
        if request.path.startswith("/yente/match/"):
            if key != f"ApiKey {YENTE_KEY}":
                return _json({"detail": "Unauthorized"}, 401)
            return self._match(body, request.args)
        if request.path == "/comply-advantage/searches":
            if key != f"Token {CA_KEY}":
                return _json({"code": 401, "status": "failure"}, 401)
            return self._search(body)
        return _json({"detail": "Not Found"}, 404)

    def _match(self, body: Any, asked: Mapping[str, str]) -> Response:
        threshold, limit = float(asked["threshold"]), int(asked.get("limit", YENTE_LIMIT))
        responses = {}
        for name, query in body["queries"].items():
            if query["schema"] != "Person":
                return _json({"detail": "Invalid schema"}, 400)
            properties = query["properties"]
            results = [
                self._result(entry, score, threshold)
                for entry, score in self._alike(properties["name"][0])
                if _year_fits(entry, properties.get("birthDate", [""])[0])
            ]
            responses[name] = {
                "status": 200,
                "results": results[:limit],
                "total": {"value": len(results), "relation": "eq"},
                "query": query,
            }
        return _json({"responses": responses, "matcher": {asked["algorithm"]: {}}, "limit": limit})

    def _result(self, entry: Listed, score: float, threshold: float) -> dict[str, Any]:
        return {
            "id": entry.entry_id,
            "caption": entry.names[0].text,
            "schema": "Person",
            "properties": {
                "name": [name.text for name in entry.names],
                "birthDate": [birth.first for birth in entry.births],
            },
            "datasets": [entry.source],
            "referents": [],
            "target": True,
            "score": score,
            "match": score >= threshold,
            "explanations": {"name_match": {"detail": "names", "score": score}},
        }

    def _search(self, body: Any) -> Response:
        if not body.get("search_term") or len(body["search_term"]) > 255:
            return _json({"code": 400, "status": "failure"}, 400)
        year = str(body.get("filters", {}).get("birth_year", ""))
        found = [
            self._hit(entry, score)
            for entry, score in self._alike(body["search_term"])
            if _year_fits(entry, year)
        ]
        first = body.get("offset", 0)
        data = {
            "id": 1,
            "ref": "1-made-up",
            "match_status": "potential_match" if found else "no_match",
            "total_hits": len(found) + self.crowd,
            "hits": found[first : first + body.get("limit", 100)],
        }
        return _json({"code": 200, "status": "success", "content": {"data": data}})

    def _hit(self, entry: Listed, score: float) -> dict[str, Any]:
        return {
            "doc": {
                "id": entry.entry_id,
                "entity_type": "person",
                "name": entry.names[0].text,
                "aka": [{"name": name.text} for name in entry.names[1:]],
                "types": ["sanction"],
                "sources": [entry.source],
                "fields": [
                    {"name": "Date of Birth", "tag": "date_of_birth", "value": birth.first}
                    for birth in entry.births
                    if birth.exact
                ],
            },
            "match_types": ["name_exact" if score > 0.99 else "name_fuzzy"],
            "score": score * 1.7,
            "is_whitelisted": entry.entry_id in self.whitelisted,
        }

    def _alike(self, text: str) -> list[tuple[Listed, float]]:
        """(entry, score above 0.5) of the entries with a similar name, best first."""
        asked = " ".join(fold(text))
        scored = (
            (entry, max(token_sort_ratio(asked, " ".join(fold(n.text))) for n in entry.names) / 100)
            for entry in self.entries
        )
        return sorted((f for f in scored if f[1] > 0.5), key=lambda f: -f[1])


def _year_fits(entry: Listed, birth: str) -> bool:
    """Whether a birth year is within one year of an entry's; entries without a date always fit."""
    if not birth or not entry.births:
        return True
    year = int(birth[:4])
    return any(int(b.first[:4]) - 1 <= year <= int(b.last[:4]) + 1 for b in entry.births)


def _json(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
