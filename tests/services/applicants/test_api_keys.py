"""API keys: shown once, kept by a hash, rotated with an overlap, gone at once when revoked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.memory import MemoryAudit, MemoryStore
from chalicelib.domain.applicants.api_keys import ApiKey, Mode, Scope, presented
from chalicelib.domain.applicants.derived import derived_text
from chalicelib.domain.errors import BadRequest, Conflict, Forbidden, NotFound, Unauthenticated
from chalicelib.services.applicants.api_keys import ApiKeys, NewKey
from tests.services.meanwhile import after

READ = (Scope.APPLICANTS_READ,)


@dataclass
class Desk:
    """The service, its log, and a clock that can be moved."""

    moment: datetime = datetime(2026, 11, 26, 12, tzinfo=UTC)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    keys: ApiKeys = field(init=False)

    def __post_init__(self) -> None:
        self.store = MemoryStore(ApiKey, ("key_id",), {})
        hashed = partial(derived_text, b"p" * 32)
        self.keys = ApiKeys(
            keys=self.store, audit=self.audit, hashed=hashed, now=lambda: self.moment
        )

    def make(self, mode: Mode = Mode.LIVE, days: int | None = None) -> NewKey:
        return self.keys.make(mode, "shop backend", READ, days, "ann")

    def refuses(self, text: str) -> bool:
        try:
            self.keys.recognize(text)
        except Unauthenticated as error:
            assert error.code == "api_key_invalid"
            return True
        return False


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_key_is_recognized_and_carries_its_rights_only(desk: Desk) -> None:
    new = desk.make()
    key = desk.keys.recognize(new.reveal())
    assert (key.key_id, key.mode, key.scopes) == (new.key.key_id, Mode.LIVE, READ)
    key.rights.must_have(Scope.APPLICANTS_READ)
    with pytest.raises(Forbidden) as raised:
        key.rights.must_have(Scope.ATTRIBUTES_READ)
    assert raised.value.code == "scope_missing"


def test_the_secret_is_in_no_record_no_log_and_no_print(desk: Desk) -> None:
    new = desk.make()
    secret = new.reveal().rsplit("_", 1)[1]
    everything = (
        f"{desk.store.items}{desk.audit.read('api-keys')}{new!r}{presented(new.reveal())!r}"
    )
    assert secret not in everything
    assert len(secret) == 43


def test_a_changed_key_is_refused_whatever_was_changed(desk: Desk) -> None:
    text = desk.make().reveal()
    other = desk.make().reveal()
    head, key_id, secret = text.rsplit("_", 2)
    assert desk.refuses(f"vk_test_{key_id}_{secret}")
    assert desk.refuses(f"{head}_{key_id}_{other.rsplit('_', 1)[1]}")
    assert desk.refuses(f"{head}_{other.rsplit('_', 2)[1]}_{secret}")
    for at in range(len(text)):
        changed = text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]
        assert desk.refuses(changed)
    for shape in ("", text[:-1], text + "a", text + "\n", text.upper(), f" {text}"):
        assert desk.refuses(shape)


@given(st.text(max_size=80))
def test_no_text_is_a_key_by_chance_nor_an_exception(text: str) -> None:
    assert Desk().refuses(text)


def test_a_revoked_key_is_refused_at_once_and_revoking_again_is_no_error(desk: Desk) -> None:
    new = desk.make()
    desk.keys.revoke(new.key.key_id, "bea")
    assert desk.refuses(new.reveal())
    desk.keys.revoke(new.key.key_id, "bea")
    assert [e["kind"] for e in desk.audit.read("api-keys")] == ["made", "revoked"]
    with pytest.raises(NotFound):
        desk.keys.revoke("nobody", "bea")


def test_a_key_ends_at_its_end(desk: Desk) -> None:
    new = desk.make(days=1)
    desk.moment += timedelta(days=1, seconds=-1)
    assert not desk.refuses(new.reveal())
    desk.moment += timedelta(seconds=1)
    assert desk.refuses(new.reveal())


def test_a_rotated_key_works_for_the_overlap_and_then_no_more(desk: Desk) -> None:
    old = desk.make()
    new = desk.keys.rotate(old.key.key_id, timedelta(hours=1), "ann")
    assert (new.key.mode, new.key.scopes, new.key.name) == (Mode.LIVE, READ, "shop backend")
    desk.moment += timedelta(minutes=59)
    assert not desk.refuses(old.reveal()) and not desk.refuses(new.reveal())
    desk.moment += timedelta(minutes=1)
    assert desk.refuses(old.reveal()) and not desk.refuses(new.reveal())
    with pytest.raises(Conflict):
        desk.keys.rotate(old.key.key_id, timedelta(0), "ann")


def test_a_rotation_never_makes_a_key_live_longer(desk: Desk) -> None:
    old = desk.make(days=1)
    desk.keys.rotate(old.key.key_id, timedelta(days=30), "ann")
    desk.moment += timedelta(days=1)
    assert desk.refuses(old.reveal())


@pytest.mark.parametrize("days", [None, 1, 90])
def test_a_rotated_key_is_made_to_last_as_long_as_the_one_before(
    desk: Desk, days: int | None
) -> None:
    old = desk.make(days=days)
    desk.moment += timedelta(hours=12)
    new = desk.keys.rotate(old.key.key_id, timedelta(0), "ann")
    assert new.key.ends_at == (desk.moment + timedelta(days=days) if days else None)


@pytest.mark.parametrize("act", ["revoke", "rotate"])
def test_a_key_that_is_used_at_that_moment_is_revoked_and_rotated_all_the_same(
    desk: Desk, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk.make()
    get = type(desk.store).get

    def used_meanwhile(store: Any, *name: str) -> Any:
        found = get(store, *name)
        if name == (key.key.key_id,) and not found.last_used_on:
            desk.keys.recognize(key.reveal())
        return found

    monkeypatch.setattr(type(desk.store), "get", used_meanwhile)
    if act == "revoke":
        desk.keys.revoke(key.key.key_id, "ann")
    else:
        desk.keys.rotate(key.key.key_id, timedelta(0), "ann")
    assert desk.refuses(key.reveal())


def test_the_day_of_the_last_use_is_noted_once_a_day(desk: Desk) -> None:
    new = desk.make()
    for _ in range(3):
        desk.keys.recognize(new.reveal())
    kept = desk.store.get(new.key.key_id)
    assert (kept.last_used_on, kept.version) == ("2026-11-26", 2)
    desk.moment += timedelta(days=1)
    desk.keys.recognize(new.reveal())
    assert desk.store.get(new.key.key_id).last_used_on == "2026-11-27"


def test_a_key_that_is_revoked_while_it_is_used_is_refused(desk: Desk) -> None:
    new = desk.make()
    seen = desk.store.get(new.key.key_id)
    desk.keys.revoke(new.key.key_id, "bea")
    with pytest.raises(Unauthenticated):
        desk.keys._used(seen)


@pytest.mark.parametrize(
    ("name", "scopes", "days", "code"),
    [
        ("", READ, None, "api_key_name"),
        ("x" * 81, READ, None, "api_key_name"),
        ("<b>", READ, None, "api_key_name"),
        ("shop", (), None, "scope_unknown"),
        ("shop", ("everything",), None, "scope_unknown"),
        ("shop", READ, 0, "api_key_days"),
        ("shop", READ, 731, "api_key_days"),
    ],
)
def test_a_key_that_nobody_could_tell_or_bound_is_refused(
    desk: Desk, name: str, scopes: tuple[str, ...], days: int | None, code: str
) -> None:
    with pytest.raises(BadRequest) as raised:
        desk.keys.make(Mode.LIVE, name, scopes, days, "ann")
    assert raised.value.code == code
    assert desk.store.items == {}


def test_an_overlap_is_thirty_days_at_most_and_never_negative(desk: Desk) -> None:
    second, most = timedelta(seconds=1), timedelta(days=30)
    for overlap in (-second, most + second):
        key = desk.make().key
        with pytest.raises(BadRequest) as caught:
            desk.keys.rotate(key.key_id, overlap, "ann")
        assert caught.value.code == "api_key_overlap"
        assert desk.store.get(key.key_id) == key
    at_once = desk.make()
    desk.keys.rotate(at_once.key.key_id, timedelta(0), "ann")
    assert desk.refuses(at_once.reveal())
    later = desk.make()
    desk.keys.rotate(later.key.key_id, most, "ann")
    desk.moment += most - second
    assert not desk.refuses(later.reveal())
    desk.moment += second
    assert desk.refuses(later.reveal())


def test_keys_of_a_mode_are_listed_newest_first(desk: Desk) -> None:
    store: Any = MemoryStore(ApiKey, ("key_id",), {"byMode": ("mode", "created_at")})
    desk.keys = ApiKeys(keys=store, audit=desk.audit, hashed=desk.keys.hashed, now=desk.keys.now)
    made = []
    for mode in (Mode.LIVE, Mode.TEST, Mode.LIVE):
        made.append(desk.make(mode).key.key_id)
        desk.moment += timedelta(minutes=1)
    assert [key.key_id for key in desk.keys.all(Mode.LIVE)] == [made[2], made[0]]
    assert [key.key_id for key in desk.keys.all(Mode.TEST)] == [made[1]]


def test_two_calls_of_one_moment_are_both_recognized_and_the_day_is_noted_once(desk: Desk) -> None:
    new = desk.make()
    after(desk.store, "find", lambda: desk.keys.recognize(new.reveal()))
    found = desk.keys.recognize(new.reveal())
    assert found == desk.store.get(new.key.key_id)
    assert found.version == new.key.version + 1 and found.last_used_on


def test_a_key_that_is_revoked_while_it_is_recognized_opens_nothing(desk: Desk) -> None:
    new = desk.make()
    after(desk.store, "find", lambda: desk.keys.revoke(new.key.key_id, "ann"))
    assert desk.refuses(new.reveal())
