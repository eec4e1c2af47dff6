"""Where list files come from: tried again, counted, and never half of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from requests.exceptions import ConnectionError

from benchmarks.list_files import WRITERS
from benchmarks.listed_people import build
from chalicelib.adapters.screening.lists.source import File, Source
from chalicelib.adapters.screening.lists.sources import TRIES, from_issuers, read_lists
from chalicelib.domain.errors import NotFound, Unavailable
from chalicelib.domain.screening.screening import Listed, ListedName
from chalicelib.outside.plug_ins import WATCHLISTS
from chalicelib.outside.watchlists import watchlists


class Answer:
    def __init__(
        self, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.body, self.status, self.headers = body, status, headers or {}

    def raise_for_status(self) -> None:
        if self.status >= 400:
            raise requests.HTTPError(str(self.status))

    def iter_content(self, size: int) -> Iterator[bytes]:
        yield self.body


class Issuer:
    """Answers in turn; `asked` holds the headers of each request."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers, self.asked, self.paused = list(answers), list[Any](), list[float]()

    @contextmanager
    def get(self, address: str, **more: Any) -> Iterator[Answer]:
        self.asked.append(more["headers"])
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        yield answer

    def fetch(self, file: File) -> bytes:
        return from_issuers(nothing, self.get, self.paused.append)(file)


def nothing(file: File) -> bytes:
    raise NotFound("no such object")


FILE = File("a.xml", "https://issuer.invalid/a.xml")


def test_a_list_is_asked_for_again_with_longer_pauses_and_a_name() -> None:
    issuer = Issuer(requests.ConnectionError(), Answer(status=503), Answer(b"<list/>"))
    assert issuer.fetch(FILE) == b"<list/>"
    assert issuer.paused == sorted(issuer.paused) and len(set(issuer.paused)) == 2
    assert all(headers["User-Agent"] for headers in issuer.asked)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (requests.ConnectionError(), "list_unreachable"),
        (Answer(status=403), "list_unreachable"),
        (Answer(b"<lis", headers={"Content-Length": "7"}), "list_cut"),
    ],
)
def test_whoever_never_answers_whole_is_unavailable(
    answer: ConnectionError | Answer, code: str
) -> None:
    issuer = Issuer(*[answer] * TRIES)
    with pytest.raises(Unavailable) as refused:
        issuer.fetch(FILE)
    assert refused.value.code == code
    assert len(issuer.asked) == TRIES


def test_a_file_without_an_address_is_the_operators() -> None:
    assert from_issuers(lambda file: file.name.encode(), None)(File("own.csv")) == b"own.csv"


def made(*kinds: str) -> list[Listed]:
    return [
        Listed("a", str(n), (ListedName("Ivan Testov"),), kind=kind) for n, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(("whole", "refused"), [(True, True), (False, False)])
def test_an_issuers_file_with_fewer_persons_than_ever_is_not_whole(
    whole: bool, refused: bool
) -> None:
    source = Source("a", (FILE,), lambda data: made("person", "organisation"), persons=2)
    found = read_lists(lambda file: b"", [source], whole)["a"]
    assert isinstance(found, Unavailable) is refused


def test_a_list_of_several_files_gets_them_in_order_and_one_may_be_missing() -> None:
    files = (File("a"), File("b"), File("c", needed=False))
    taken = list[bytes]()

    def fetch(file: File) -> bytes:
        if file.name == "c":
            raise NotFound("no such object")
        return str(file.name).encode()

    def read(*data: bytes) -> list[Listed]:
        taken.extend(data)
        return made("person")

    source = Source("a", files, read)
    read_lists(fetch, [source])
    assert taken == [b"a", b"b", b""]


@pytest.mark.parametrize("name", WRITERS)
def test_a_list_of_the_published_size_passes_its_own_guard(name: str) -> None:
    (source,) = watchlists([name])
    data = WRITERS[name](build(source.persons, 2, 4).entries)
    assert not isinstance(read_lists(lambda file: data, [source], whole=True)[name], Unavailable)
    fewer = WRITERS[name](build(source.persons - 1, 2, 4).entries)
    assert isinstance(read_lists(lambda file: fewer, [source], whole=True)[name], Unavailable)


def test_every_issuers_address_is_https_and_every_file_has_a_name_of_its_own() -> None:
    files = [file for source in watchlists(tuple(WATCHLISTS)) for file in source.files]
    assert all(file.address.startswith("https://") for file in files if file.address)
    assert len({file.name for file in files}) == len(files)
