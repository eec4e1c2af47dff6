"""A line that holds several labels is cut before each of them, and nowhere else."""

from __future__ import annotations

import pytest

from chalicelib.domain.documents import dividing


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        # a number before a label, behind a value
        ("4d DLN: 08362905 3 DOB: 08/12/1959", ["4d DLN: 08362905", "3 DOB: 08/12/1959"]),
        ("4a. 19.01.2023 4c. DVLA", ["4a. 19.01.2023", "4c. DVLA"]),
        # three in one line: a piece that stays whole does not end the search
        (
            "3. 14.03.1991 4a. 19.01.2023 4b. 18.01.2033",
            ["3. 14.03.1991", "4a. 19.01.2023", "4b. 18.01.2033"],
        ),
        ("SURNAME: MORGAN 4a. 19.01.2023 4c. DVLA", ["SURNAME: MORGAN 4a. 19.01.2023", "4c. DVLA"]),
        # a label that runs into its value, readable or not
        ("4d DLN: 08362905 300B:12/11/1981", ["4d DLN: 08362905", "300B:12/11/1981"]),
        # capitals of AAMVA, and words with a colon
        ("DLN 08362905 EXP 12/11/2031", ["DLN 08362905", "EXP 12/11/2031"]),
        ("Exp: 12/11/2031 Born: 08/12/1959", ["Exp: 12/11/2031", "Born: 08/12/1959"]),
        # a number is no label where none follows
        ("12 Main Street 3 Springfield", ["12 Main Street 3 Springfield"]),
        ("14 MAR 1991", ["14 MAR 1991"]),
        ("", [""]),
    ],
)
def test_a_line_is_cut_before_each_label(line: str, cut: list[str]) -> None:
    assert dividing.pieces(line) == cut
