"""The files of the lists: from their issuers' URLs, or from a bucket that the operator fills."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.domain.errors import NotFound, Unavailable, VestibuleError
from chalicelib.domain.screening.screening import Listed
from chalicelib.services.ports import Objects

CONNECT_SECONDS, READ_SECONDS = 5, 60
TRIES, PAUSE_SECONDS = 3, 5.0
MOST_SECONDS = 420.0  # for all files, with all tries; the function has ten minutes
AT_ONCE = 3
LARGEST = 400_000_000  # bytes; OFAC's file has some 30 MB, the EU's 25 MB
AGENT = "Mozilla/5.0 (compatible; Vestibule watchlists)"  # some issuers refuse a request without

Fetch = Callable[[File], bytes]
Read = list[Listed] | VestibuleError


def read_lists(fetch: Fetch, sources: Iterable[Source], whole: bool = False) -> Mapping[str, Read]:
    """Source's name -> its entries, or the error why they could not be read.

    At most AT_ONCE lists are read at a time. `whole`: the files are the issuers' own, so that a
    list with fewer than `Source.persons` people is an error (Unavailable, `list_incomplete`).
    """
    sources = list(sources)
    with ThreadPoolExecutor(AT_ONCE) as several:
        return dict(several.map(lambda source: (source.name, _read(fetch, source, whole)), sources))


def _read(fetch: Fetch, source: Source, whole: bool) -> Read:
    try:
        found = source.read(*_files(fetch, source))
    except VestibuleError as error:
        return error
    if whole and sum(entry.kind == "person" for entry in found) < source.persons:
        return Unavailable("the list holds fewer people than ever", "list_incomplete")
    return found


def _files(fetch: Fetch, source: Source) -> list[bytes]:
    files = []
    for file in source.files:
        try:
            files.append(fetch(file))
        except NotFound:
            if file.needed:
                raise Unavailable("the file is not in the bucket", "list_missing") from None
            if file is source.files[0]:
                raise Unavailable("the operator keeps no such list", "list_absent") from None
            files.append(b"")
    return files


def from_bucket(bucket: Objects) -> Fetch:
    """Reads files that were put below `incoming/`; NotFound if there is none."""
    return lambda file: bucket.get(f"incoming/{file.name}")


def from_issuers(
    own: Fetch, get: Callable[..., Any] | None = None, pause: Callable[[float], object] = sleep
) -> Fetch:
    """Downloads files from their issuers over HTTPS; those without an address come from `own`.

    An issuer without a complete answer is asked up to TRIES times, but not again once MOST_SECONDS
    have passed; then Unavailable (`list_unreachable`, `list_cut`, `list_too_large`).
    """
    import requests

    download = get or requests.get
    until = monotonic() + MOST_SECONDS

    def fetch(file: File) -> bytes:
        if not file.address:
            return own(file)
        for attempt in range(1, TRIES + 1):
            try:
                return _downloaded(download, file.address)
            except (requests.RequestException, Unavailable) as error:
                fault = error
            if attempt == TRIES or monotonic() + PAUSE_SECONDS * attempt > until:
                break
            pause(PAUSE_SECONDS * attempt)
        if isinstance(fault, Unavailable):
            raise fault
        name = type(fault).__name__
        raise Unavailable(f"the list cannot be had ({name})", "list_unreachable") from None

    return fetch


def _downloaded(download: Callable[..., Any], address: str) -> bytes:
    with download(
        address,
        timeout=(CONNECT_SECONDS, READ_SECONDS),
        stream=True,
        headers={"User-Agent": AGENT},
    ) as answer:
        answer.raise_for_status()
        return _body(answer)


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
