"""Every word of the schema steers something: what no code reads promises what nobody does."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from chalicelib.contracts.levels import schema
from chalicelib.domain.levels import level as parts
from chalicelib.domain.levels.facts import FACTS
from tests.domain.levels.levels import ROOT

#: These read a level to show it, to check it or to compare it: that obeys nothing.
SHOWS = {"level.py", "page.py", "validation.py", "default.py"}
#: What people read, and what the version is kept by.
FOR_PEOPLE = {"title", "why", "name", "version"}
#: Where a part is at hand, by the names that code gives it. A level itself goes by several.
HELD = {
    "Level": r"(level|raised|begun|shadow|found|pinned\(.*\)|in_force\(.*\)|levels\[0\])",
    "Documents": r"(group|g)",
    "Condition": r"(c|condition)",
    "RiskPoints": r"(p|point)",
    "PeriodicReview": r"(periodic_review|review)",
}
#: Words that stay readable for versions that are in force somewhere; validation refuses new ones.
REFUSED: set[str] = set()


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z])[A-Z]", lambda found: "_" + found[0].lower(), word)


def words() -> Iterator[tuple[str, str]]:
    """(the part of the schema, the word) of everything that a document may say."""
    document: dict[str, Any] = schema()
    for name, part in ({"Level": document} | document["$defs"]).items():
        for word in part.get("properties", {}):
            if not (name == "Level" and word in FOR_PEOPLE) and word != "name":
                yield name, _snake(word)


def values() -> Iterator[tuple[str, str]]:
    """(the set of words, the word) of everything that is one of a few."""
    for name, part in schema()["$defs"].items():
        for value in part.get("enum", ()):
            yield name, getattr(parts, name)(value).name


@cache
def _read() -> tuple[str, ...]:
    """Every attribute that the product reads, with what stands before it."""
    found: set[str] = set()
    wanted = {word for _, word in (*words(), *values())} | {"providers_of", "coffee_breaks"}
    for path in (ROOT / "chalicelib").rglob("*.py"):
        if path.name in SHOWS and path.parent.name == "levels":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in wanted:
                found.add(ast.unparse(node))
    return tuple(found)


def _holder(part: str) -> str:
    """What stands before a word: names of the part, or the word of the level that holds it."""
    if part in HELD:
        return HELD[part]
    return rf"(.*\.)?{_snake(part[0].lower() + part[1:])}"


@pytest.mark.parametrize(("part", "word"), list(words()))
def test_every_word_of_the_schema_is_read(part: str, word: str) -> None:
    pattern = re.compile(rf"(.*\.)?{_holder(part)}\.{word}(_of)?(\..*)?")
    assert any(pattern.fullmatch(read) for read in _read()), f"nothing obeys {part}.{word}"


@pytest.mark.parametrize(("kind", "value"), list(values()))
def test_every_value_of_the_schema_is_asked_for_or_refused(kind: str, value: str) -> None:
    if f"{kind}.{value}" in REFUSED:
        return
    if kind == "ListKind":  # a dictionary's keys, looked up by what the list itself says
        assert any("screening.hits" in read for read in _read())
        return
    if kind == "End":  # what is not verified is confirmed, and the API says the word itself
        assert "End.VERIFIED" in _read() and any(one.endswith("level_key).end") for one in _read())
        return
    members = {f"{kind}.{m.name}" for m in getattr(parts, kind)}
    asked = members & set(_read())
    # Of two words one may be what is left when the other was asked for.
    assert f"{kind}.{value}" in asked or len(members - asked - REFUSED) == 1, (kind, value)


def test_a_word_that_nobody_reads_is_found() -> None:
    pattern = re.compile(rf"(.*\.)?{_holder('Limits')}\.coffee_breaks(\..*)?")
    assert not any(pattern.fullmatch(read) for read in _read())


def test_every_fact_is_told_by_something() -> None:
    """A condition about a fact that nothing ever fills in cannot be answered."""
    told = {"risk"}  # added up by the level itself
    for name in ("services/verifications/decisions.py", "domain/verifications/caller_facts.py"):
        tree = ast.parse((ROOT / "chalicelib" / name).read_text())
        told |= {
            k.arg for n in ast.walk(tree) if isinstance(n, ast.Call) for k in n.keywords if k.arg
        }
        told |= {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    assert set(FACTS) <= told


def test_what_the_caller_may_say_is_on_the_wire() -> None:
    from chalicelib.contracts.http.verifications import FactsIn
    from chalicelib.domain.verifications.caller_facts import CALLER_FACTS

    assert set(CALLER_FACTS) == set(FactsIn.model_fields) <= set(FACTS)


def test_the_published_schema_has_no_word_beside_the_level() -> None:
    written = json.loads((ROOT / "levels/schema/level.schema.json").read_text())
    assert {_snake(w) for w in written["properties"]} == {f.name for f in fields(parts.Level)}
