"""A word that is stored or sent stays what it is, and what was hidden stays hidden."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from tests.architecture.tables import tables
from tests.architecture.words import printed, table

FILE = Path(__file__).with_name("words.json")
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", ["enums", "errors", "hidden"])
def test_words_and_hidden_fields_are_those_that_were_reviewed(kind: str) -> None:
    """Where they should differ: `make generate`, then read the diff. A stored word has readers."""
    now, reviewed = table()[kind], json.loads(FILE.read_text())[kind]
    different = sorted(name for name in {*now, *reviewed} if now.get(name) != reviewed.get(name))
    assert not different, {name: (reviewed.get(name), now.get(name)) for name in different}


def test_what_modules_declare_is_what_was_reviewed() -> None:
    """Limits, closed sets, thresholds, vocabularies: a word less, or one more, is seen in a diff.

    Where they should differ: `make generate`, then read the diff.
    """
    now, reviewed = tables(), json.loads(Path(__file__).with_name("tables.json").read_text())
    different = sorted(name for name in {*now, *reviewed} if now.get(name) != reviewed.get(name))
    assert not different, {name: (reviewed.get(name), now.get(name)) for name in different}


def test_each_error_has_the_code_that_its_document_tells() -> None:
    """A code has readers: where it is changed or added, `make generate` and read the diff."""
    place = ROOT / ".ci" / "errors_doc.py"
    spec = importlib.util.spec_from_file_location("errors_doc", place)
    assert spec is not None and spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    now, told = (each.splitlines() for each in (page.text(), page.TARGET.read_text()))
    assert [line for line in now if line not in told] == []
    assert [line for line in told if line not in now] == []


#: Fields of such a name that hold something else.
NOT_PERSONAL = {
    "adapters.aws.data_api.DataApi.secret": "an ARN",
    "adapters.screening.lists.source.File.address": "where a public list is",
    "domain.applicants.person.Attempt.number": "the first, the second …",
    "domain.feeds.delivery.Delivery.number": "the first, the second …",
    "entrypoints.runtime.Shape.body": "the name of a model",
}


def test_no_record_prints_a_person_or_a_secret() -> None:
    """Whoever logs a record, or shows it in an error, shows neither."""
    assert printed() == set(NOT_PERSONAL)
