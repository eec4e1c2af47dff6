"""Levels, evidence and facts for tests: the shipped ones, and any that Hypothesis can think of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from chalicelib.contracts.levels import read
from chalicelib.domain.levels import level as parts
from chalicelib.domain.levels.countries import COUNTRIES
from chalicelib.domain.levels.deciding import BY_NAME
from chalicelib.domain.levels.facts import Facts
from chalicelib.domain.levels.level import Level
from chalicelib.domain.verifications.checks import Evidence
from chalicelib.domain.verifications.notices import REASONS

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted((ROOT / "levels").glob("*.json"))


def shipped(name: str) -> Level:
    level, _ = read((ROOT / "levels" / f"{name}.json").read_bytes())
    assert level is not None
    return level


DEFAULT = shipped("default")

#: An applicant in order.
GOOD = Evidence(
    mrz_valid=True,
    document_expired=False,
    age=30,
    liveness_passed=True,
    face_mean=97.0,
    face_minimum=95.0,
    screening="clear",
    duplicate=False,
    same_document=True,
)

texts = st.text(max_size=12)
words = st.lists(st.sampled_from([*BY_NAME, "nonsense"]), max_size=6, unique=True).map(tuple)
conditions = st.sampled_from(
    [
        "risk > 10",
        "age >= 18",
        'document_country == "DEU"',
        "deny_listed || vpn == true",
        "amount > 10.0",
        "1 / 0 > 1",
        "nobody > 1",
        "((",
        "",
        '"pep" in hit_kinds',
        "true",
    ]
)


@st.composite
def any_levels(draw: st.DrawFn) -> Level:
    """Any level that the shape allows, sensible or not."""
    numbers = st.integers(-5, 500)
    return Level(
        name=draw(texts),
        version=draw(numbers),
        title=draw(texts),
        why=draw(texts),
        end=draw(st.sampled_from(parts.End)),
        steps=tuple(draw(st.lists(st.sampled_from(parts.Step), max_size=4))),
        checks=draw(words),
        refusals_reviewed=draw(words),
        documents=tuple(
            draw(
                st.lists(
                    st.builds(
                        parts.Documents,
                        st.lists(st.sampled_from(["*", "passport", "x"]), max_size=2).map(tuple),
                        st.lists(st.sampled_from(["*", "DEU", "??"]), max_size=2).map(tuple),
                        st.lists(st.sampled_from(sorted(COUNTRIES)), max_size=1).map(tuple),
                        st.sampled_from([("front",), ("front", "back"), ()]),
                    ),
                    max_size=2,
                )
            )
        ),
        certainty=tuple(draw(st.lists(st.sampled_from(parts.Certainty), max_size=4))),
        liveness=parts.Liveness(draw(st.sampled_from(parts.Engine)), draw(texts), draw(conditions)),
        minimum_age=draw(numbers),
        face_similarity=draw(st.floats(-10, 200)),
        screening=parts.Screening(
            tuple(draw(st.lists(texts, max_size=2))),
            draw(st.dictionaries(st.sampled_from(parts.ListKind), st.sampled_from(parts.Hit))),
        ),
        four_eyes=tuple(draw(st.lists(st.sampled_from([*REASONS, "x"]), max_size=4))),
        conditions=tuple(
            draw(
                st.lists(
                    st.builds(
                        parts.Condition,
                        texts,
                        conditions,
                        st.sampled_from(parts.Effect),
                        st.sampled_from([*REASONS, "x"]),
                    ),
                    max_size=3,
                )
            )
        ),
        risk=parts.Risk(
            tuple(
                draw(
                    st.lists(
                        st.builds(parts.RiskPoints, texts, conditions, numbers, texts), max_size=3
                    )
                )
            ),
            draw(numbers),
            draw(numbers),
        ),
    )


evidences = st.builds(
    replace,
    st.just(GOOD),
    fields_missing=st.sampled_from([(), ("name",)]),
    field_differences=st.sampled_from([(), ("name",)]),
    mrz_valid=st.sampled_from([None, True, False]),
    document_expired=st.sampled_from([None, True, False]),
    age=st.one_of(st.none(), st.integers(-1, 120)),
    liveness_passed=st.booleans(),
    face_mean=st.one_of(st.none(), st.floats(0, 100)),
    screening=st.sampled_from(["clear", "potential_match", "unavailable", "?"]),
    duplicate=st.sampled_from([None, True, False]),
    same_document=st.sampled_from([None, True, False]),
)
all_facts = st.builds(
    Facts,
    document_type=st.sampled_from(["", "passport", "driving_licence"]),
    document_country=st.sampled_from(["", "DEU", "USA", "XXX"]),
    age=st.one_of(st.none(), st.integers(0, 120)),
    attempts=st.integers(1, 20),
    near_miss=st.floats(0, 1),
    sides=st.sampled_from([(), ("front",), ("back", "front")]),
    hit_kinds=st.lists(st.sampled_from(["sanctions", "pep", "own", "?"]), max_size=2).map(tuple),
    deny_listed=st.booleans(),
    amount=st.one_of(st.none(), st.floats(0, 1e6)),
    vpn=st.sampled_from([None, True, False]),
    emulator=st.sampled_from([None, True, False]),
)
