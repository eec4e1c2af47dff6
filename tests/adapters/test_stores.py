"""Stores of records: in memory and in DynamoDB alike, in tables as Terraform defines them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters import codec
from chalicelib.adapters.aws import tables
from chalicelib.adapters.aws.tables import DynamoStore
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain.accounts.phone_code import PhoneCode
from chalicelib.domain.applicants.api_keys import ApiKey, Mode, Scope
from chalicelib.domain.applicants.applicant import Applicant, ExternalId
from chalicelib.domain.applicants.onboarding import Onboarding, Profile
from chalicelib.domain.errors import BadRequest, Conflict, NotFound, Refused, Unavailable
from chalicelib.domain.liveness.liveness import Challenge, Frame, Gesture, LivenessSession
from chalicelib.domain.records import DocumentRecord, NumberUse, ScreeningRecord
from chalicelib.domain.reviews.review import ReviewCase
from chalicelib.domain.verifications.verification import State, Verification
from chalicelib.outside import aws_records
from chalicelib.services.ports import Store
from chalicelib.settings import Settings
from tests import terraform_tables
from tests.conftest import Aws

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """A kind of record: its table, its key, its indexes (partition and sort), an example."""

    table: str
    key: tuple[str, ...]
    example: Any
    indexes: tuple[tuple[str, str, str], ...] = ()


KINDS = (
    Kept(
        "Onboardings", ("onboarding_id",), Onboarding("o-1", "u-1", NOW, NOW),
        (("byUser", "user_id", "created_at"), ("waiting", "waiting_for", "waiting_since")),
    ),
    Kept("Profiles", ("user_id",), Profile("u-1", "Anna Δ", "1991-03-14", "GRC", NOW)),
    Kept(
        "Verifications", ("verification_id",),
        Verification("v-1", "u-1", NOW, NOW, SOON, sides=("back", "front"), evidence={"a": "b"}),
        (("byUser", "user_id", "created_at"), ("byStatus", "state", "updated_at")),
    ),
    Kept(
        "LivenessSessions", ("session_id",),
        LivenessSession("s-1", "v-1", "u-1", "n", (Challenge("c", Gesture.BLINK),), NOW, SOON, SOON,
                        (Frame("f", "c", 1, "2026-11-21T08:00:00+00:00", "ab"),),
                        similarity=(99.5, 80.0)),
        (("byVerification", "verification_id", "created_at"),),
    ),
    Kept(
        "KycOcrData", ("verification_id",),
        DocumentRecord("v-1", "u-1", NOW, SOON, {"name": {"value": "Anna", "confidence": 98.5}},
                       mrz_valid=None, expired=False, age=35),
    ),
    Kept(
        "KycAuditLog", ("subject_id", "entry_id"),
        ScreeningRecord("v-1", "screening#ab", "clear", NOW, SOON, ({"score": 0.91, "n": 1},), "v1",
                        0.8, {"un": "1"}),
    ),
    Kept(
        "Reviews", ("case_id",), ReviewCase("v-1", "u-1", NOW, "open", ("under_age",), NOW),
        (("byStatus", "status", "opened_at"),),
    ),
    Kept(
        "DocumentNumbers", ("number_hash",), NumberUse("ab", "u-1", "v-1", SOON),
        (("byUser", "user_id", "number_hash"),),
    ),
    Kept(
        "ApiKeys", ("key_id",),
        ApiKey("k1", Mode.TEST, "shop", "hash", (Scope.EVENTS_READ,), NOW, "ann", redirects=("u",)),
        (("byMode", "mode", "created_at"),),
    ),
    Kept(
        "Applicants", ("mode", "applicant_id"),
        Applicant("apl_live_1", Mode.LIVE, "u-1", NOW, metadata={"plan": "gold"}),
    ),
    Kept("ExternalIds", ("external_key",), ExternalId("live#u-1", "apl_live_1", "ab")),
    Kept("PhoneCodes", ("onboarding_id",), PhoneCode("o-1", "ab", SOON, (NOW.isoformat(),), SOON)),
)  # fmt: skip
IDS = [kept.table for kept in KINDS]


@pytest.fixture(params=["memory", "dynamodb"])
def store_of(
    request: pytest.FixtureRequest, aws: Aws, table: Callable[[str], str]
) -> Callable[[Kept], Store[Any]]:
    """Makes the store of a kind, in memory or in DynamoDB."""

    def make(kept: Kept) -> Store[Any]:
        kind = type(kept.example)
        if request.param == "memory":
            indexes = {name: (part, sort) for name, part, sort in kept.indexes}
            return MemoryStore(kind, kept.key, indexes)
        parts = {name: part for name, part, _ in kept.indexes}
        return DynamoStore(aws("dynamodb"), table(kept.table), kind, kept.key, parts)

    return make


def key_of(kept: Kept) -> tuple[str, ...]:
    return tuple(getattr(kept.example, name) for name in kept.key)


def next_version(item: Any) -> Any:
    return replace(item, version=item.version + 1)


@pytest.mark.parametrize("kept", KINDS, ids=IDS)
def test_a_record_comes_back_as_it_went(store_of: Callable[[Kept], Store[Any]], kept: Kept) -> None:
    store = store_of(kept)
    assert store.find(*key_of(kept)) is None
    with pytest.raises(NotFound):
        store.get(*key_of(kept))
    store.add(kept.example)
    assert store.get(*key_of(kept)) == kept.example
    store.delete(*key_of(kept))
    store.delete(*key_of(kept))
    assert store.find(*key_of(kept)) is None


@pytest.mark.parametrize("kept", KINDS, ids=lambda kind: kind.table)
def test_nothing_has_an_empty_key(store_of: Callable[[Kept], Store[Any]], kept: Kept) -> None:
    """Somebody without an onboarding was looked for by its empty id: DynamoDB refuses that."""
    assert store_of(kept).find(*("" for _ in kept.key)) is None


@pytest.mark.parametrize("kept", KINDS, ids=IDS)
def test_many_are_found_at_once(store_of: Callable[[Kept], Store[Any]], kept: Kept) -> None:
    store = store_of(kept)
    nobody = ("", *key_of(kept)[1:])
    other = tuple(f"{part}-other" for part in key_of(kept))
    assert store.find_all([key_of(kept)]) == {}
    assert store.find_all([]) == {}
    store.add(kept.example)
    asked = [other, key_of(kept), nobody, key_of(kept)]
    assert store.find_all(asked) == {key_of(kept): kept.example}


class Reluctant:
    """DynamoDB that does one key of a batch each time, and now and then none."""

    def __init__(self, client: DynamoDBClient, most: int) -> None:
        self.client, self.most, self.calls = client, most, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:
        self.calls += 1
        [(name, asked)] = RequestItems.items()
        done = self.most if self.calls % 2 else 0
        left = asked["Keys"][done:]
        answer: dict[str, Any] = {"Responses": {name: []}, "UnprocessedKeys": {}}
        if done:
            part = {name: asked | {"Keys": asked["Keys"][:done]}}
            answer = {**self.client.batch_get_item(RequestItems=part)}
        return answer | {"UnprocessedKeys": {name: asked | {"Keys": left}} if left else {}}


@pytest.mark.parametrize("most", [1, 0])
def test_what_a_batch_left_out_is_asked_for_again(
    aws: Aws, table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(tables, "sleep", lambda seconds: None)
    name, key = table("Applicants"), ("mode", "applicant_id")
    client = cast("DynamoDBClient", Reluctant(aws("dynamodb"), most))
    store = DynamoStore(client, name, Applicant, key)
    people = [Applicant(f"apl_live_{n}", Mode.LIVE, f"u-{n}", NOW) for n in range(3)]
    for one in people:
        store.add(one)
    keys = [("live", one.applicant_id) for one in people]
    if most:
        assert store.find_all(keys) == dict(zip(keys, people, strict=True))
        return
    with pytest.raises(Unavailable):
        store.find_all(keys)


def test_more_than_a_batch_takes_are_found(aws: Aws, table: Callable[[str], str]) -> None:
    name, key = table("Applicants"), ("mode", "applicant_id")
    store = DynamoStore(aws("dynamodb"), name, Applicant, key)
    for n in (0, 99, 100, 130):
        store.add(Applicant(f"apl_live_{n}", Mode.LIVE, f"u-{n}", NOW))
    found = store.find_all([("live", f"apl_live_{n}") for n in range(131)])
    assert [key[1] for key in found] == [f"apl_live_{n}" for n in (0, 99, 100, 130)]


@pytest.mark.parametrize("kept", KINDS, ids=IDS)
def test_a_key_is_taken_once(store_of: Callable[[Kept], Store[Any]], kept: Kept) -> None:
    store = store_of(kept)
    store.add(kept.example)
    with pytest.raises(Conflict) as caught:
        store.add(kept.example)
    assert caught.value.code == "exists"
    store.put(kept.example)


@pytest.mark.parametrize("kept", KINDS, ids=IDS)
def test_of_two_who_changed_the_same_version_one_learns_it(
    store_of: Callable[[Kept], Store[Any]], kept: Kept
) -> None:
    store = store_of(kept)
    with pytest.raises(Conflict):
        store.save(next_version(kept.example))
    store.add(kept.example)
    store.save(next_version(kept.example))
    for late in (kept.example, next_version(kept.example)):
        with pytest.raises(Conflict) as caught:
            store.save(late)
        assert caught.value.code == "changed_meanwhile"
    assert store.get(*key_of(kept)).version == 2


def test_indexes_answer_newest_first_and_up_to_the_limit(
    store_of: Callable[[Kept], Store[Any]],
) -> None:
    store = store_of(KINDS[2])
    for n in range(5):
        at = NOW + timedelta(minutes=n)
        store.add(replace(KINDS[2].example, verification_id=f"v-{n}", created_at=at))
    store.add(replace(KINDS[2].example, verification_id="other", user_id="u-2"))
    assert [v.verification_id for v in store.query("byUser", "u-1")] == [
        "v-4", "v-3", "v-2", "v-1", "v-0"
    ]  # fmt: skip
    assert [v.verification_id for v in store.query("byUser", "u-1", 2)] == ["v-4", "v-3"]
    assert store.query("byUser", "nobody") == ()


def test_a_state_that_changed_changes_its_index(store_of: Callable[[Kept], Store[Any]]) -> None:
    store = store_of(KINDS[2])
    store.add(KINDS[2].example)
    moved = KINDS[2].example.move(State.PROCESSING, NOW)
    store.save(moved)
    assert store.query("byStatus", "created") == ()
    assert store.query("byStatus", "processing") == (moved,)


def test_only_who_waits_is_in_the_index_of_the_waiting(
    store_of: Callable[[Kept], Store[Any]],
) -> None:
    store = store_of(KINDS[0])
    store.add(KINDS[0].example)
    assert store.query("waiting", "profile") == ()
    waits = KINDS[0].example.at(
        KINDS[0].example.stage, NOW, waiting_for="profile", waiting_since=NOW.isoformat()
    )
    store.save(waits)
    assert store.query("waiting", "profile") == (waits,)
    store.save(waits.at(waits.stage, NOW, waiting_for="", waiting_since=""))
    assert store.query("waiting", "profile") == ()


def test_more_than_a_page_is_read_to_its_end(aws: Aws, table: Callable[[str], str]) -> None:
    store = DynamoStore(
        aws("dynamodb"), table("Reviews"), ReviewCase, ("case_id",), {"byStatus": "status"}
    )
    for n in range(130):
        at = NOW + timedelta(seconds=n)
        store.add(
            replace(KINDS[6].example, case_id=f"c-{n:03}", opened_at=at, reasons=("x" * 9000,))
        )
    found = store.query("byStatus", "open", 120)
    assert [c.case_id for c in found] == [f"c-{n:03}" for n in range(129, 9, -1)]


@pytest.mark.parametrize(
    "place",
    [
        {"mode": "live", "applicantId": "apl_live_1"},
        {"mode": "test"},
        {"applicantId": "x"},
        {},
        ["test"],
        "test",
        7,
    ],
)
def test_a_cursor_leads_nowhere_but_its_own_partition(
    aws: Aws, table: Callable[[str], str], place: Any
) -> None:
    """Whoever makes one up is told so, and reads nothing of the other mode."""
    name, key = table("Applicants"), ("mode", "applicant_id")
    store = DynamoStore(aws("dynamodb"), name, Applicant, key)
    for n in range(3):
        store.add(Applicant(f"apl_live_{n}", Mode.LIVE, f"u-{n}", NOW))
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    with pytest.raises(BadRequest) as caught:
        store.page("", Mode.TEST, 2, cursor)
    assert caught.value.code == "cursor_invalid"
    first, more = store.page("", Mode.LIVE, 2)
    rest, end = store.page("", Mode.LIVE, 2, more)
    assert ([a.applicant_id for a in first + rest], end) == (
        ["apl_live_0", "apl_live_1", "apl_live_2"], "",
    )  # fmt: skip


def test_a_table_that_is_not_there_is_refused_without_its_words(aws: Aws) -> None:
    store = DynamoStore(aws("dynamodb"), "Nothing", Profile, ("user_id",))
    with pytest.raises(Refused) as caught:
        store.add(KINDS[1].example)
    assert str(caught.value) == "AWS refused with ResourceNotFoundException"


def test_what_forgets_itself_says_when_in_seconds() -> None:
    for kept in KINDS:
        spec = terraform_tables.tables()[kept.table]
        if "expires_at" in {f.name for f in fields(kept.example)}:
            assert spec.get("ttl", "expiresAt") == "expiresAt", kept.table
            stored = codec.encode(kept.example)["expiresAt"]
            assert stored == int(SOON.timestamp())


def test_the_outside_asks_for_keys_and_indexes_that_terraform_makes(
    monkeypatch: pytest.MonkeyPatch, aws: Aws
) -> None:
    specs = terraform_tables.tables()
    names: dict[str, Any] = {f"table_{_snake(name)}": name for name in specs}
    monkeypatch.setattr(aws_records, "client", aws)
    records = aws_records.AwsRecords(Settings(**names))
    made = [
        getattr(records, name)
        for name, part in vars(aws_records.AwsRecords).items()
        if isinstance(part, cached_property)
    ]
    assert all(isinstance(store, DynamoStore) for store in made)
    assert {kept.table for kept in KINDS} <= {store._table for store in made}
    for store in made:
        spec = specs[store._table]
        assert store._key == tuple(k for k in (spec["hash_key"], spec.get("range_key")) if k)
        for name, attribute in store._indexes.items():
            assert spec["indexes"][name]["hash_key"] == attribute, (store._table, name)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def test_memory_sorts_by_what_terraform_sorts_by() -> None:
    specs = terraform_tables.tables()
    for kept in KINDS:
        for name, part, sort in kept.indexes:
            index = specs[kept.table]["indexes"][name]
            assert (index["hash_key"], index["range_key"]) == (codec.camel(part), codec.camel(sort))


MOMENTS = st.datetimes(
    datetime(2000, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.just(UTC),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=40)
@given(st.builds(
    Verification, WORDS, WORDS, MOMENTS, MOMENTS, MOMENTS, st.sampled_from(State), WORDS, WORDS,
    st.integers(1, 99), st.none() | MOMENTS, WORDS, st.lists(WORDS, max_size=3).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple), WORDS, st.dictionaries(WORDS, WORDS, max_size=3),
))  # fmt: skip
def test_any_verification_survives_being_encoded(verification: Verification) -> None:
    assert codec.decode(Verification, codec.encode(verification)) == verification


@settings(max_examples=40)
@given(st.builds(
    DocumentRecord, WORDS, WORDS, MOMENTS, MOMENTS.map(lambda m: m.replace(microsecond=0)),
    st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS | st.integers(0, 100) | st.sampled_from(
        [0.5, 98.25, 35.125]), max_size=3), max_size=3),
    mrz_valid=st.none() | st.booleans(), expired=st.none() | st.booleans(),
    age=st.none() | st.integers(0, 130),
))  # fmt: skip
def test_any_document_survives_being_encoded(record: DocumentRecord) -> None:
    assert codec.decode(DocumentRecord, codec.encode(record)) == record
