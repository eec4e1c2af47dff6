"""Before the face step the applicant learns what was read, and nothing that helps a forger."""

import pytest

from chalicelib.domain.documents.mrz import Format
from chalicelib.domain.documents.preview import Missing, Why
from chalicelib.domain.errors import NotFound
from tests.domain.documents.test_document import zone
from tests.present import present
from tests.services.in_memory import InMemorySystem, picture, printed


@pytest.fixture
def case(system: InMemorySystem) -> tuple[str, str]:
    _, user_id = system.confirmed()
    return user_id, system.uploads.accept(user_id, picture("front")).verification_id


def test_until_it_is_read_it_says_so(system: InMemorySystem, case: tuple[str, str]) -> None:
    user_id, found = case
    seen = system.previews.of(user_id, found)
    assert (seen.status, seen.sides, seen.fields) == ("reading", ("front",), {})
    assert seen.read_at is None
    with pytest.raises(NotFound):
        system.previews.of("00000000-0000-4000-8000-00000000dead", found)


def test_what_was_read_and_what_is_missing(system: InMemorySystem, case: tuple[str, str]) -> None:
    user_id, found = case
    system.ocr.answers[f"{found}.jpg"] = printed(Name="MARIO ROSSI", Date_of_birth="11.11.1988")
    system.reading.read(f"{found}.jpg")
    seen = system.previews.of(user_id, found)
    assert seen.fields == {"name": "Mario Rossi", "dateOfBirth": "1988-11-11"}
    assert seen.missing == (Missing("documentNumber", Why.NOT_READABLE),)
    assert seen.advice == ("take_again", "add_back")
    assert seen.read_at == system.documents.get(found).read_at


def test_an_order_nothing_proves_and_an_end_are_told(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    system.ocr.answers[f"{found}.jpg"] = printed(
        Last_name="SAMPLE", First_name="NICK", Date_of_birth="03/04/1985",
        License_number="99999999", Expiration_date="03/04/2020",
    )  # fmt: skip
    system.reading.read(f"{found}.jpg")
    seen = system.previews.of(user_id, found)
    assert seen.missing == (Missing("dateOfBirth", Why.DAY_OR_MONTH),)
    assert seen.advice == ("document_expired",)


def test_a_zone_that_differs_from_the_print_is_not_told(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    answer = zone(number="CD7654321")
    front = printed(
        Surname="ROSSI", Given_names="Mario", Date_of_birth="11.11.1988",
        Document_number="AB1234567", Date_of_expiry="20.05.2034",
    )  # fmt: skip
    system.ocr.answers[f"{found}.jpg"] = {"Blocks": front["Blocks"] + answer["Blocks"]}
    record = system.reading.read(f"{found}.jpg")
    assert present(record).differences
    seen = system.previews.of(user_id, found)
    assert (seen.missing, seen.advice) == ((), ())
    before = (dict(system.documents.items), dict(system.raw.items))
    system.previews.of(user_id, found)
    assert (dict(system.documents.items), dict(system.raw.items)) == before


def test_a_back_that_was_sent_as_the_front_is_told(
    system: InMemorySystem, case: tuple[str, str]
) -> None:
    user_id, found = case
    system.ocr.answers[f"{found}.jpg"] = zone()
    system.reading.read(f"{found}.jpg")
    assert system.previews.of(user_id, found).advice == ("front_shows_the_back",)
    system.uploads.accept(user_id, picture("back"), "back")
    system.ocr.answers[f"{found}-back.jpg"] = zone(Format.TD3)
    system.reading.read(f"{found}-back.jpg")
    seen = system.previews.of(user_id, found)
    assert seen.advice[:2] == ("front_shows_the_back", "back_shows_the_front")
