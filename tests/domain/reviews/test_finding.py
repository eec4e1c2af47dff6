"""Finding a case by who it is about, while the case says nothing of that."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from chalicelib.domain.reviews.finding import ME, NOBODY, Wanted, name_words, terms_of, text
from chalicelib.domain.reviews.office import Promise
from chalicelib.domain.reviews.review import HELD, ReviewCase
from chalicelib.services.documents.documents import keyed_hash

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
hashed = partial(keyed_hash, b"pepper")
NAMES = ("Áine Ní Bhriain", "NI BHRIAIN, AINE")
TERMS = terms_of(hashed, NAMES, hashed("number", "AB0123456"), "customer-77")
CASE_ID = "11111111-2222-4333-8444-555555555555"
CASE = ReviewCase(
    CASE_ID, "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", NOW, "open",
    ("face_mismatch",), NOW, level="default", language="ga", terms=TERMS,
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "Áine", "aine bhriain", "Bhriain Áine", "NÍ BHRIAIN", "ab-0123456", "ABO123456",
        "AB 0123456", "customer-77", "1111", CASE_ID, " aaaaaaaa-bbbb ",
    ],
)  # fmt: skip
def test_whoever_knows_a_word_a_number_or_an_id_finds_the_case(typed: str) -> None:
    asked = text(typed, hashed)
    assert asked and asked.finds(CASE)


@pytest.mark.parametrize(
    "typed",
    ["Ain", "Aine Other", "AB0123457", "customer-7", "111", "bhriai", "2222-4333", "x", "-"],
)
def test_anything_else_finds_nothing(typed: str) -> None:
    asked = text(typed, hashed)
    assert asked and not asked.finds(CASE)


def test_what_a_case_keeps_says_nothing_without_the_key() -> None:
    other = partial(keyed_hash, b"another pepper")
    assert not set(TERMS) & set(terms_of(other, NAMES, other("number", "AB0123456"), "customer-77"))
    for word in (*NAMES, "aine", "bhriain", "AB0123456", "customer-77"):
        assert word.lower() not in " ".join(TERMS).lower()
    assert text("", hashed) is None


def test_names_of_every_script_have_words() -> None:
    assert name_words("Óscar Ñandú") == ("oscar", "nandu")
    assert all(map(name_words, ("Софья Ковалевская", "山田 太郎", "محمد")))
    assert len(name_words(" ".join(f"word{n}" for n in range(50)))) == 12


def test_each_wish_is_asked_for_and_all_of_them_together() -> None:
    held = ReviewCase(
        "c", "u", NOW, "open", ("under_age", "face_mismatch"), NOW,
        level="plus", language="de", holder="rita", held_until=NOW + HELD,
    )  # fmt: skip

    def takes(at: datetime = NOW, **wishes: str) -> tuple[bool, bool]:
        wanted = Wanted(**wishes)  # type: ignore[arg-type]  # mypy cannot follow fields through **
        first, second = (wanted.takes(c, "rita", Promise(), at) for c in (CASE, held))
        return first, second

    assert takes() == (True, True)
    assert not Wanted().takes(CASE, CASE.user_id, Promise(), NOW), "nobody finds their own"
    assert takes(reason="under_age") == (False, True)
    assert takes(language="ga") == (True, False)
    assert takes(level="plus", reason="under_age") == (False, True)
    assert takes(level="plus", language="ga") == (False, False)
    assert takes(holder=ME) == (False, True)
    assert takes(holder=NOBODY) == (True, False)
    assert takes(NOW + HELD, holder=NOBODY) == (True, True)
    assert takes(due="in_time") == (True, True)
    assert takes(NOW + timedelta(days=2), due="overdue") == (True, True)
    assert takes(NOW + timedelta(days=2), due="soon") == (False, False)


def test_a_case_without_a_number_or_a_foreign_id_is_found_by_its_name_alone() -> None:
    terms = terms_of(hashed, ("Anna Rossi",), "", "")
    assert len(terms) == 2
    assert set(terms) < set(terms_of(hashed, ("Anna Rossi",), hashed("number", "A1"), "c-1"))
