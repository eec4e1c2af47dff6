"""Birth dates as lists write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.screening.lists.dates import births_in, interval, intervals
from tests.present import present


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Sept 1966", "1966-09-01", "1966-09-30"),
        ("Nov. 1973", "1973-11-01", "1973-11-30"),
        ("00/00/1970", "1970-01-01", "1970-12-31"),
        ("dd/mm/1961", "1961-01-01", "1961-12-31"),
        ("dd/03/1961", "1961-03-01", "1961-03-31"),
        ("/03/1961", "1961-03-01", "1961-03-31"),
        ("1975-06-00", "1975-06-01", "1975-06-30"),
        ("1975-00-00", "1975-01-01", "1975-12-31"),
        ("19610303", "1961-03-03", "1961-03-03"),
        ("March 3, 1961", "1961-03-03", "1961-03-03"),
        ("3rd March 1961", "1961-03-03", "1961-03-03"),
        ("1961-03-03T00:00:00", "1961-03-03", "1961-03-03"),
        ("13/25/1961", None, None),
        ("25/13/1961", None, None),
        ("03/25/1961", "1961-03-25", "1961-03-25"),
        ("31/02/1970", "1970-02-01", "1970-02-28"),
        ("31 Dec 1962 to 01 Jan 1961", "1961-01-01", "1962-12-31"),
        ("1961 to 1958", "1958-01-01", "1961-12-31"),
        ("1955–1958", "1955-01-01", "1958-12-31"),
        ("between 1955 and 1958", "1955-01-01", "1958-12-31"),
        ("Between Aug. and Sep. 1977", "1977-08-01", "1977-09-30"),
        ("1960 or 1961", "1960-01-01", "1961-12-31"),
        ("1960s", "1960-01-01", "1969-12-31"),
        ("before 1960", "1900-01-01", "1960-12-31"),
        ("a) 03/03/1961", "1961-03-03", "1961-03-03"),
        ("15/08/19yy", None, None),
        ("24/06/1402 (Hijri Calendar)", None, None),
        ("30-35 years old", None, None),
        ("1402", None, None),
        ("", None, None),
    ],
)
def test_words_become_an_interval_or_no_date(
    words: str, first: str | None, last: str | None
) -> None:
    found = interval(words)
    assert (found and (found.first, found.last)) == (first and (first, last))
    assert not found or not found.circa


@pytest.mark.parametrize(
    "words", ["circa 1960", "c. 1960", "ca. 1960", "Approximately 1960", "approx. 1960", "1960?",
              "about 1960", "circa 12 Mar 1960"],
)  # fmt: skip
def test_what_the_list_is_not_sure_of_is_wider_and_says_so(words: str) -> None:
    found = interval(words)
    assert (present(found).first, present(found).last, present(found).circa) == (
        "1959-01-01",
        "1961-12-31",
        True,
    )


def test_a_cell_may_number_its_dates() -> None:
    found = intervals("a) 03/03/1961 b) Approximately 1960")
    assert [(b.first, b.circa) for b in found] == [("1961-03-03", False), ("1959-01-01", True)]


@pytest.mark.parametrize(
    ("note", "firsts"),
    [
        ("born 16 Dec. 1948, in Testville", ["1948-12-16"]),
        ("in Testville (DPOB - 1970) - Passport No. 28, expires 21 August 2005", ["1970-01-01"]),
        ("DOB: a) 11 Apr. 1960 b) 11 Apr. 1963. POB: Testville", ["1960-04-11", "1963-04-11"]),
        ("born in 1965 in Testville, passport number OR 1961825 issued on 4 Feb. 2003",
         ["1965-01-01"]),
        ("Test, born in Testville on 01 Jan.1967", ["1967-01-01"]),
        ("Passport number: B0515260; DOB: 1948; Date of issue: 10 Jan 2012", ["1948-01-01"]),
        ("previously listed as", []),
    ],
)  # fmt: skip
def test_a_note_beside_an_alias_may_tell_a_birth_date(note: str, firsts: list[str]) -> None:
    assert [birth.first for birth in births_in(note)] == firsts


WAYS = (
    "%d %b %Y",
    "%d %B %Y",
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%B %d, %Y",
    "%d-%b-%Y",
)


@given(st.dates(date(1901, 1, 1), date(2020, 12, 31)), st.sampled_from(WAYS))
def test_a_day_is_read_however_it_is_written(born: date, way: str) -> None:
    found = interval(born.strftime(way))
    assert (present(found).first, present(found).last) == (born.isoformat(),) * 2


@given(st.text(max_size=30))
def test_nonsense_is_no_date_and_no_fault(text: str) -> None:
    found = interval(text)
    assert found is None or found.first <= found.last
