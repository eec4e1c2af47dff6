"""Refreshing the watchlists: what is refused, what stays, what rings, and when the switch is."""

import hashlib
from dataclasses import replace
from typing import Literal

import pytest

from chalicelib.adapters.memory import MemoryMessages, MemoryObjects
from chalicelib.adapters.screening import compiled
from chalicelib.adapters.screening.compiled import S3Watchlists
from chalicelib.adapters.screening.compiling import pack
from chalicelib.adapters.screening.lists.sources import from_bucket, read_lists
from chalicelib.adapters.screening.public_lists import PublicLists
from chalicelib.domain.errors import BadRequest, Unavailable, VestibuleError
from chalicelib.domain.screening.screening import Interval, Listed, ListedName, Person
from chalicelib.outside.watchlists import watchlists as named
from chalicelib.services.screening.lists import CANARY_PERSON, Lists
from chalicelib.settings import Settings
from local import watchlists

WORDS = str.maketrans("0123456789", "ghklmnoprs")


def name(number: int) -> str:
    """Two words that no other number's resemble."""
    letters = hashlib.sha256(str(number).encode()).hexdigest().translate(WORDS)
    return f"{letters[:9]} {letters[9:20]}"


def people(source: str, count: int, births: bool = True) -> list[Listed]:
    born = (Interval("1970-01-01", "1970-01-01"),) if births else ()
    return [Listed(source, str(n), (ListedName(name(n)),), born) for n in range(count)]


@pytest.fixture
def bucket() -> MemoryObjects[Literal["watchlists"]]:
    return MemoryObjects("watchlists")


@pytest.fixture
def told() -> MemoryMessages:
    return MemoryMessages()


@pytest.fixture
def versions() -> list[str]:
    return []


@pytest.fixture
def lists(
    bucket: MemoryObjects[Literal["watchlists"]], told: MemoryMessages, versions: list[str]
) -> Lists:
    return Lists(store=S3Watchlists(bucket, 0.8), messages=told, changed=versions.append)


def rings(bucket: MemoryObjects[Literal["watchlists"]], text: str) -> bool:
    person = Person(text, "1970-01-01")
    return PublicLists(bucket, 0.8).screen(person).status == "potential_match"


def test_the_version_is_the_content_and_an_equal_list_changes_nothing(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]], versions: list[str]
) -> None:
    first = lists.refresh({"a": people("a", 20)})
    again = lists.refresh({"a": list(reversed(people("a", 20)))})
    assert (first.changed, again.changed) == (True, False)
    assert again.version == first.version == compiled.current(bucket)["version"]
    assert versions == [first.version]  # rescreening starts once per new version
    other = lists.refresh({"a": people("a", 21)})
    assert other.changed and other.version != first.version


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (BadRequest("no valid XML", "list_broken"), "list_broken"),
        (Unavailable("no answer", "list_unreachable"), "list_unreachable"),
        ([], "list_empty"),
        (people("a", 15), "list_shrunk"),
        (people("a", 20, births=False), "list_shrunk"),
        ([replace(p, names=p.names[:1]) for p in people("a", 15)], "list_shrunk"),
    ],
)
def test_a_broken_or_shrunken_file_is_refused_and_alarmed_and_the_old_entries_stay(
    lists: Lists,
    bucket: MemoryObjects[Literal["watchlists"]],
    told: MemoryMessages,
    bad: VestibuleError | list[Listed],
    fault: str,
) -> None:
    lists.refresh({"a": people("a", 20), "b": people("b", 5)})
    found = lists.refresh({"a": bad, "b": people("b", 6)})
    assert found.refused == {"a": fault}
    assert ("A watchlist was refused", {"source": "a", "fault": fault}) in told.alerts
    assert found.counts["a"] == {"entries": 20, "names": 20, "births": 20}
    assert found.counts["b"]["entries"] == 6
    assert rings(bucket, name(19))


def test_a_list_may_shrink_a_little(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]]
) -> None:
    lists.refresh({"a": people("a", 20)})
    assert not lists.refresh({"a": people("a", 17)}).refused
    assert not rings(bucket, name(19))


def test_nothing_to_read_at_first_is_an_error_and_leaves_no_list(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]]
) -> None:
    with pytest.raises(BadRequest) as refused:
        lists.refresh({"a": BadRequest("no", "list_broken")})
    assert refused.value.code == "list_broken"
    with pytest.raises(Unavailable):
        PublicLists(bucket, 0.8).screen(CANARY_PERSON)


def test_the_canary_rings_after_each_refresh(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]]
) -> None:
    for count in (3, 4, 5):
        lists.refresh({"a": people("a", count)})
        assert PublicLists(bucket, 0.8).screen(CANARY_PERSON).status == "potential_match"


def test_a_version_in_which_the_canary_is_silent_never_comes_into_force(
    bucket: MemoryObjects[Literal["watchlists"]], told: MemoryMessages
) -> None:
    good = Lists(store=S3Watchlists(bucket, 0.8), messages=told).refresh({"a": people("a", 5)})
    deaf = Lists(store=S3Watchlists(bucket, 9.0), messages=told)  # a threshold nobody reaches
    with pytest.raises(BadRequest) as refused:
        deaf.refresh({"a": people("a", 6)})
    assert refused.value.code == "canary_silent"
    assert told.alerts[-1][0] == "The watchlist canary does not ring"
    assert compiled.current(bucket)["version"] == good.version


@pytest.mark.parametrize("read", [1, 2, 3])
def test_a_bucket_that_does_not_answer_is_no_bucket_without_a_list(
    bucket: MemoryObjects[Literal["watchlists"]], told: MemoryMessages, read: int
) -> None:
    """Else the lists in force would be forgotten: nothing could be lost, and all of it would be."""

    class Silent(MemoryObjects[Literal["watchlists"]]):
        reads = 0

        def get(self, key: str) -> bytes:
            self.reads += key == compiled.POINTER
            if key == compiled.POINTER and self.reads == read:
                raise Unavailable("no answer")
            return super().get(key)

    files = {"a": people("a", 20), "b": people("b", 5)}
    good = Lists(store=S3Watchlists(bucket, 0.8), messages=told).refresh(files)
    lists = Lists(store=S3Watchlists(Silent("watchlists", items=bucket.items), 0.8), messages=told)
    with pytest.raises(Unavailable):
        lists.refresh({"a": people("a", 19), "b": BadRequest("no", "list_broken")})
    assert compiled.current(bucket)["version"] == good.version


def test_whoever_screens_during_a_refresh_has_the_old_list_or_the_new_one(
    bucket: MemoryObjects[Literal["watchlists"]], told: MemoryMessages
) -> None:
    Lists(store=S3Watchlists(bucket, 0.8), messages=told).refresh({"a": people("a", 5)})
    seen = []

    class Watched(MemoryObjects[Literal["watchlists"]]):
        def put(self, key: str, body: bytes, content_type: str) -> None:
            super().put(key, body, content_type)
            seen.append((key, PublicLists(self, 0.8).screen(CANARY_PERSON).list_versions))

    watched = Watched("watchlists", items=bucket.items)
    new = (
        Lists(store=S3Watchlists(watched, 0.8), messages=told)
        .refresh({"a": people("a", 6)})
        .version
    )
    old = {version for _, versions in seen for version in versions.values()} - {new}
    assert len(old) == 1
    assert [key for key, v in seen if new in v.values()] == [compiled.POINTER]


def test_a_stored_version_that_was_tampered_with_is_not_used(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]]
) -> None:
    version = lists.refresh({"a": people("a", 5)}).version
    bucket.items[f"versions/{version}.gz"] = pack(people("a", 1))
    with pytest.raises(Unavailable):
        PublicLists(bucket, 0.8).screen(CANARY_PERSON)


def test_the_shipped_files_refresh_from_the_bucket_and_a_missing_one_is_told(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]], told: MemoryMessages
) -> None:
    watchlists.put(bucket)
    sources = named(Settings().watchlists)
    found = lists.refresh(read_lists(from_bucket(bucket), sources))
    assert not found.refused
    assert {name: c["entries"] for name, c in found.counts.items()} == {
        "ofac-sdn": 4,
        "ofac-cons": 2,
        "un-sc": 3,
        "eu-fsf": 3,
        "uk-sl": 2,
        "ch-seco": 1,
        "ca-sema": 2,
        "au-dfat": 2,
        "pep": 2,
        "own": 1,
    }
    bucket.delete("incoming/eu_fsf.xml")
    refused = lists.refresh(read_lists(from_bucket(bucket), sources)).refused
    assert refused == {"eu-fsf": "list_missing"}
    assert told.alerts


def test_an_operators_own_list_may_be_absent_but_not_get_lost(
    lists: Lists, bucket: MemoryObjects[Literal["watchlists"]], told: MemoryMessages
) -> None:
    watchlists.put(bucket)
    sources = named(["un-sc", "own"])
    own = bucket.items.pop("incoming/own.csv")
    assert lists.refresh(read_lists(from_bucket(bucket), sources)).refused == {}
    bucket.items["incoming/own.csv"] = own
    assert "own" in lists.refresh(read_lists(from_bucket(bucket), sources)).counts
    del bucket.items["incoming/own.csv"]
    found = lists.refresh(read_lists(from_bucket(bucket), sources))
    assert found.refused == {"own": "list_absent"}
    assert found.counts["own"]["entries"] == 1  # the old entries stay
    assert told.alerts


def test_a_list_that_is_not_chosen_any_more_leaves_the_index(lists: Lists) -> None:
    files = {"a": people("a", 5), "b": people("b", 5)}
    assert set(lists.refresh(files, ["a", "b"]).counts) == {"a", "b"}
    assert set(lists.refresh({"a": people("a", 5)}).counts) == {"a", "b"}
    assert set(lists.refresh({"a": people("a", 5)}, ["a"]).counts) == {"a"}
