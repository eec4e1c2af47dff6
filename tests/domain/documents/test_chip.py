"""What a chip's data group says, byte by byte; what signs it is tests/adapters/documents."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.documents.chip import UNREADABLE, zone_of

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "group",
    [
        b"",
        b"\x61",
        b"\x61\x05ab",  # shorter than it says
        b"\x61\x02abc",  # longer than it says
        b"\x61\x80abc",  # without a length
        b"\x61\x82\x00\x03abc",  # a length of two bytes, where one is enough
        b"\x61\x81",
        b"\x62\x01a",  # another element
        b"\x61\x03\x5f\x1e\x00",  # another one inside
    ],
)
def test_bytes_that_are_no_data_group_are_refused_with_one_error(group: bytes) -> None:
    with pytest.raises(type(UNREADABLE)) as refused:
        zone_of(group, TODAY)
    assert refused.value.code == UNREADABLE.code
