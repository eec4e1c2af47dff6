"""A word that is stored or sent stays what it is, and what was hidden stays hidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.architecture.tables import tables
from tests.architecture.words import printed, table

FILE = Path(__file__).with_name("words.json")


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
