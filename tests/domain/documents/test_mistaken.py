"""Front and back are told apart by their codes, and by nothing else."""

from typing import Any

import pytest

from chalicelib.domain.documents.document import CODES, extract
from chalicelib.domain.documents.mrz import Format
from tests.domain.documents.test_aamva import record
from tests.domain.documents.test_document import FRONT, TODAY, zone

BARCODE = {"Blocks": [], CODES: [record()]}
SHEET = {"Blocks": FRONT["Blocks"] + zone()["Blocks"]}
NOTHING: dict[str, Any] = {"Blocks": []}


@pytest.mark.parametrize(
    ("answers", "mistaken"),
    [
        ({"front": zone()}, ("front",)),
        ({"front": BARCODE}, ("front",)),
        ({"front": zone(), "back": FRONT}, ("front",)),
        ({"front": FRONT, "back": zone(Format.TD3)}, ("back",)),
        ({"front": FRONT, "back": zone()}, ()),
        ({"front": FRONT, "back": BARCODE}, ()),
        ({"front": zone(Format.TD3)}, ()),
        # Cards have such a zone on either side.
        ({"front": zone(Format.TD2), "back": zone(Format.TD2)}, ()),
        # Both sides on one sheet, and what tells nothing.
        ({"front": SHEET, "back": SHEET}, ()),
        ({"front": NOTHING, "back": FRONT}, ()),
    ],
)
def test_a_side_is_mistaken_where_a_code_says_so(
    answers: dict[str, Any], mistaken: tuple[str, ...]
) -> None:
    assert extract(answers, None, TODAY).mistaken == mistaken
