"""Applicants: one per external id and mode, however often and however cut off they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.memory import MemoryAudit, MemoryStore
from chalicelib.domain.applicants.api_keys import Mode
from chalicelib.domain.applicants.applicant import Applicant, Claims, ExternalId
from chalicelib.domain.errors import BadRequest, NotFound, Unavailable
from chalicelib.services.applicants.applicants import Applicants

ANNA = Claims("Anna Blau", "1991-03-14", "CY")


@dataclass
class Desk:
    """The service; `claims` are what was kept of people."""

    claims: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    fails: int = 0
    graves: set[str] = field(default_factory=set)
    remembered: list[tuple[str, ...]] = field(default_factory=list)
    service: Applicants = field(init=False)

    def __post_init__(self) -> None:
        ids = count(1)
        self.service = Applicants(
            applicants=MemoryStore(Applicant, ("mode", "applicant_id"), {}),
            external=MemoryStore(ExternalId, ("external_key",), {}),
            save_claims=self._keep,
            level_exists=self._level,
            audit=MemoryAudit(),
            now=lambda: datetime(2026, 11, 26, tzinfo=UTC),
            new_id=lambda: f"{next(ids):032x}",
            tombstones=self,
            remember=lambda *ids: self.remembered.append(ids),
        )

    def erased(self, *subjects: str) -> bool:
        return bool(self.graves & {*subjects})

    def _keep(self, applicant_id: str, *rest: Any) -> None:
        if self.fails:
            self.fails -= 1
            raise Unavailable("the table is away")
        self.claims[applicant_id] = rest

    @staticmethod
    def _level(name: str) -> None:
        if name not in ("default", "exchange_eu"):
            raise NotFound("no such level", "level_not_found")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_same_external_id_is_the_same_applicant(desk: Desk) -> None:
    first, new = desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    again, new_again = desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    assert (new, new_again, again) == (True, False, first)
    assert desk.service.by_external_id(Mode.LIVE, "u-1") == first
    assert desk.claims[first.applicant_id][0] == "Anna Blau"


def test_other_data_under_the_same_id_is_refused_and_changes_nothing(desk: Desk) -> None:
    first, _ = desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    for other in (
        {"claims": Claims("Bea Rot", "1990-01-01")},
        {"level": "exchange_eu"},
        {"locale": "de"},
    ):
        with pytest.raises(BadRequest) as raised:
            desk.service.create(Mode.LIVE, "u-1", **{"claims": ANNA, **other})  # type: ignore[arg-type]
        assert raised.value.code == "external_user_id_reused"
    assert desk.service.get(Mode.LIVE, first.applicant_id) == first
    assert desk.claims[first.applicant_id][0] == "Anna Blau"


def test_live_and_test_never_meet(desk: Desk) -> None:
    live, _ = desk.service.create(Mode.LIVE, "u-1")
    test, _ = desk.service.create(Mode.TEST, "u-1")
    assert live.applicant_id != test.applicant_id
    with pytest.raises(NotFound):
        desk.service.get(Mode.TEST, live.applicant_id)
    with pytest.raises(NotFound):
        desk.service.forget(Mode.TEST, live.applicant_id)
    assert desk.service.by_external_id(Mode.TEST, "u-1") == test


def test_a_call_that_died_half_way_is_finished_by_the_next_one(desk: Desk) -> None:
    desk.fails = 1
    with pytest.raises(Unavailable):
        desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    with pytest.raises(NotFound):
        desk.service.by_external_id(Mode.LIVE, "u-1")
    made, new = desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    assert (new, made.applicant_id) == (True, "apl_live_" + "0" * 31 + "1")


def test_somebody_who_was_forgotten_comes_back_as_somebody_new(desk: Desk) -> None:
    first, _ = desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    desk.service.forget(Mode.LIVE, first.applicant_id)
    with pytest.raises(NotFound):
        desk.service.by_external_id(Mode.LIVE, "u-1")
    second, new = desk.service.create(Mode.LIVE, "u-1", claims=Claims("Bea Rot", "1990-01-01"))
    assert new and second.applicant_id != first.applicant_id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"external_user_id": ""}, "external_user_id_invalid"),
        ({"external_user_id": "a b"}, "external_user_id_invalid"),
        ({"external_user_id": "x" * 129}, "external_user_id_invalid"),
        ({"locale": "english"}, "locale_invalid"),
        ({"metadata": {"": "x"}}, "metadata_invalid"),
        ({"metadata": {"a": "x" * 501}}, "metadata_invalid"),
        ({"metadata": {f"k{n}": "x" for n in range(21)}}, "metadata_invalid"),
        ({"claims": Claims("Anna Blau", "14.03.1991")}, "date_of_birth_invalid"),
    ],
)
def test_what_cannot_be_kept_is_refused_before_anything_is(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadRequest) as raised:
        desk.service.create(Mode.LIVE, **{"external_user_id": "u-1", **changes})
    assert raised.value.code == code
    assert desk.service.external.items == {}  # type: ignore[attr-defined]


def test_an_unknown_level_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        desk.service.create(Mode.LIVE, "u-1", level="nothing")
    assert desk.service.external.items == {}  # type: ignore[attr-defined]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["create", "forget"]),
            st.sampled_from(list(Mode)),
            st.sampled_from(["u-1", "u-2"]),
        ),
        max_size=12,
    )
)
def test_one_applicant_per_external_id_and_mode_whatever_happens(
    steps: list[tuple[str, Mode, str]],
) -> None:
    desk, alive = Desk(), dict[tuple[Mode, str], str]()
    for what, mode, external in steps:
        if what == "create":
            made, new = desk.service.create(mode, external)
            assert new == ((mode, external) not in alive)
            assert alive.setdefault((mode, external), made.applicant_id) == made.applicant_id
        elif (mode, external) in alive:
            desk.service.forget(mode, alive.pop((mode, external)))
    assert len(set(alive.values())) == len(alive)
    for (mode, external), applicant_id in alive.items():
        assert desk.service.by_external_id(mode, external).applicant_id == applicant_id


def test_claims_do_not_print() -> None:
    assert "Anna" not in repr(ANNA)


def test_whose_erasure_died_before_its_last_step_comes_back_as_somebody_new(desk: Desk) -> None:
    """The external id still names them; nothing can be kept about who was erased."""
    first, _ = desk.service.create(Mode.LIVE, "u-1", claims=ANNA)
    desk.service.applicants.delete(Mode.LIVE, first.applicant_id)
    desk.graves.add(first.applicant_id)
    second, new = desk.service.create(Mode.LIVE, "u-1", claims=Claims("Bea Rot", "1990-01-01"))
    assert new and second.applicant_id != first.applicant_id
    assert desk.service.by_external_id(Mode.LIVE, "u-1") == second


def test_each_new_one_is_remembered_before_their_claims_are_kept(desk: Desk) -> None:
    desk.fails = 1
    with pytest.raises(Unavailable):
        desk.service.create(Mode.TEST, "u-1", claims=ANNA)
    assert desk.remembered == [("apl_test_" + "0" * 31 + "1", "test#u-1")]
