"""Where the public lists come from: the issuers' addresses, or a bucket that somebody fills.

A new list is one reader and one line in SOURCES.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.lists import eu, ofac, un
from chalicelib.domain.errors import NotFound, Unavailable, VestibuleError
from chalicelib.domain.screening import Listed
from chalicelib.services.ports import Objects

CONNECT_SECONDS, READ_SECONDS = 5, 60
LARGEST = 400_000_000  # bytes; OFAC's file has some 30 MB, the EU's 25 MB


@dataclass(frozen=True, slots=True)
class Source:
    """A list: how it is read, its file's name in the bucket, and its issuer's address."""

    read: Callable[[bytes], list[Listed]]
    file: str
    address: str


SOURCES: dict[str, Source] = {
    ofac.SOURCE: Source(
        ofac.read_xml,
        "ofac_sdn.xml",
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML",
    ),
    un.SOURCE: Source(
        un.read_xml,
        "un_consolidated.xml",
        "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    ),
    # The token is the one the EU publishes for everybody.
    eu.SOURCE: Source(
        eu.read_xml,
        "eu_fsf.xml",
        "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content"
        "?token=dG9rZW4tMjAxNw",
    ),
}


def gathered(fetch: Callable[[Source], bytes]) -> Mapping[str, list[Listed] | VestibuleError]:
    """Every list, or why it could not be read."""
    found: dict[str, list[Listed] | VestibuleError] = {}
    for name, source in SOURCES.items():
        try:
            found[name] = source.read(fetch(source))
        except VestibuleError as error:
            found[name] = error
    return found


def from_bucket(bucket: Objects) -> Callable[[Source], bytes]:
    """Files that were put below `incoming/`."""

    def fetch(source: Source) -> bytes:
        try:
            return bucket.get(f"incoming/{source.file}")
        except NotFound:
            raise Unavailable("the file is not in the bucket", "list_missing") from None

    return fetch


def from_issuers(get: Callable[..., Any] | None = None) -> Callable[[Source], bytes]:
    """Files from their issuers, over HTTPS. Unavailable if one does not answer whole."""
    import requests

    download = get or requests.get

    def fetch(source: Source) -> bytes:
        try:
            with download(
                source.address, timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True
            ) as answer:
                answer.raise_for_status()
                return _body(answer)
        except requests.RequestException as error:
            name = type(error).__name__
            raise Unavailable(f"the list cannot be had ({name})", "list_unreachable") from None

    return fetch


def _body(answer: Any) -> bytes:
    size, pieces = 0, []
    for piece in answer.iter_content(1 << 20):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise Unavailable("the list is larger than any list", "list_too_large")
    told = answer.headers.get("Content-Length")
    coded = answer.headers.get("Content-Encoding")
    if told and not coded and int(told) != size:
        raise Unavailable("the list was cut short", "list_cut")
    return b"".join(pieces)
