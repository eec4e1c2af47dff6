"""A chip that the company's own app has read, from its bytes to the decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.documents.chip import differences, zone_of
from chalicelib.domain.documents.states import two_letters
from chalicelib.domain.errors import BadRequest, Conflict, Unavailable
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.levels.test_deciding_under_levels import published, recorded

CHIPS = Path(__file__).parents[2] / "adapters" / "documents" / "chips"
SOD, GROUP = (CHIPS / "rsa" / "sod.der").read_bytes(), (CHIPS / "dg1.der").read_bytes()
TRUSTED = (CHIPS / "rsa" / "authority.pem").read_bytes()
#: The document as its picture was read, without a zone.
READ = {
    "name": "Anna Demosthenous",
    "dateOfBirth": "1991-03-14",
    "documentNumber": "AB1234567",
    "issuer": "GRC",
    "expiry": "2033-01-01",
}


def fields(**changed: str) -> dict[str, Any]:
    said = READ | changed
    return {n: {"value": v, "confidence": 99.0, "source": "printed"} for n, v in said.items() if v}


@pytest.fixture
def system() -> InMemorySystem:
    made = InMemorySystem(chip_certificates="authorities.pem")
    made.now.move(days=30)  # the certificates are younger than this system
    made.outside.watchlist_files.put("incoming/authorities.pem", TRUSTED, "application/x-pem-file")
    published(made, 2, certainty=["zone", "chip"])
    return made


def attempt(system: InMemorySystem, **changed: Any) -> Any:
    """Somebody whose document was read and has no zone; nothing is decided."""
    case = system.ready()[2]
    document = system.read(case, fields=fields(), mrz_valid=None, **changed)
    system.screening.screen(document)
    return system.verifications.get(case)


def decided(system: InMemorySystem, verification: Any) -> tuple[State, tuple[str, ...]]:
    system.decisions.consider(verification.verification_id)
    found = system.verifications.get(verification.verification_id)
    return found.state, found.reasons


def test_a_document_without_a_zone_is_certain_by_its_chip(system: InMemorySystem) -> None:
    verification = attempt(system)
    assert system.app.chips.take(verification, SOD, GROUP) == "agrees"
    assert decided(system, verification) == (State.APPROVED, ())
    (said,) = recorded(system, "chip")
    assert said == {"verdict": "genuine", "state": "GRC", "differences": []}
    (facts,) = recorded(system, "decided")
    assert facts["evidence"]["chip_agrees"] is True


def test_without_it_the_same_document_goes_to_a_human(system: InMemorySystem) -> None:
    assert decided(system, attempt(system)) == (State.NEEDS_REVIEW, ("document_uncertain",))


def test_a_level_that_does_not_name_chips_believes_none(system: InMemorySystem) -> None:
    published(system, 3, certainty=["zone"])
    verification = attempt(system)
    assert system.app.chips.take(verification, SOD, GROUP) == "agrees"
    assert decided(system, verification) == (State.NEEDS_REVIEW, ("document_uncertain",))


def test_a_chip_of_somebody_else_goes_to_a_human_whatever_the_level_says(
    system: InMemorySystem,
) -> None:
    published(system, 3, certainty=["zone"])
    verification = attempt(system)
    document = system.documents.get(verification.verification_id)
    system.documents.put(replace(document, fields=fields(documentNumber="ZZ7654321")))
    assert system.app.chips.take(verification, SOD, GROUP) == "differs"
    state, reasons = decided(system, verification)
    assert state is State.NEEDS_REVIEW and "data_mismatch" in reasons


def test_a_chip_whose_zone_was_changed_is_no_mere_error(system: InMemorySystem) -> None:
    verification = attempt(system)
    other = GROUP.replace(b"DEMOSTHENOUS<<ANNA", b"DEMOSTHENOUS<<ANNE")
    assert system.app.chips.take(verification, SOD, other) == "differs"
    assert recorded(system, "chip")[0]["verdict"] == "forged"
    assert decided(system, verification)[0] is State.NEEDS_REVIEW


def test_a_chip_that_differed_is_not_made_good_by_another_one(system: InMemorySystem) -> None:
    verification = attempt(system)
    other = GROUP.replace(b"DEMOSTHENOUS<<ANNA", b"DEMOSTHENOUS<<ANNE")
    assert system.app.chips.take(verification, SOD, other) == "differs"
    assert system.app.chips.take(verification, SOD, GROUP) == "differs"
    system.read(verification.verification_id, fields=fields())  # a new picture begins anew
    assert system.app.chips.take(verification, SOD, GROUP) == "agrees"


def test_nothing_of_the_chip_is_kept_but_the_outcome(system: InMemorySystem) -> None:
    verification = attempt(system)
    before = str(system.documents.get(verification.verification_id).fields)
    system.app.chips.take(verification, SOD, GROUP)
    after = system.documents.get(verification.verification_id)
    assert str(after.fields) == before
    assert "DEMOSTHENOUS" not in str(system.audit.read(verification.verification_id)).upper()


def test_what_is_refused_and_why(system: InMemorySystem) -> None:
    verification = attempt(system)
    take = system.app.chips.take
    with pytest.raises(BadRequest) as unreadable:
        take(verification, SOD, b"\x61\x00")
    assert unreadable.value.code == "chip_unreadable"
    system.documents.delete(verification.verification_id)
    with pytest.raises(Conflict) as missing:
        take(verification, SOD, GROUP)
    assert missing.value.code == "document_missing"


@pytest.mark.parametrize(
    "trusted", [b"", (CHIPS / "named" / "authority.pem").read_bytes()], ids=["none", "another"]
)
def test_a_state_that_nobody_trusts_here(system: InMemorySystem, trusted: bytes) -> None:
    verification = attempt(system)
    system.outside.watchlist_files.put("incoming/authorities.pem", trusted, "text/plain")
    with pytest.raises(Conflict) as raised:
        system.app.chips.take(verification, SOD, GROUP)
    assert raised.value.code == "chip_unknown"
    assert system.documents.get(verification.verification_id).chip_agrees is None


def test_without_certificates_no_chip_counts_and_no_level_may_say_so(
    system: InMemorySystem,
) -> None:
    plain = InMemorySystem()
    with pytest.raises(Exception, match="no chip counts"):
        published(plain, 2, certainty=["chip"])
    with pytest.raises(Conflict):
        plain.app.chips.take(attempt(plain), SOD, GROUP)
    system.outside.watchlist_files.delete("incoming/authorities.pem")
    with pytest.raises(Unavailable):
        system.app.chips.take(attempt(system), SOD, GROUP)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, ()),
        ({"expiry": ""}, ()),
        ({"issuer": ""}, ()),
        ({"name": "Anna Maria Demosthenous"}, ()),
        ({"name": "Bea Demosthenous"}, ("name:chip",)),
        ({"name": ""}, ("name:chip",)),
        ({"dateOfBirth": "1991-03-15"}, ("dateOfBirth:chip",)),
        ({"dateOfBirth": "1991"}, ("dateOfBirth:chip",)),
        ({"documentNumber": "AB1234568"}, ("documentNumber:chip",)),
        ({"expiry": "2034-01-01"}, ("expiry:chip",)),
        ({"issuer": "DEU"}, ("issuer:chip",)),
    ],
)
def test_what_the_picture_says_otherwise(
    system: InMemorySystem, changed: dict[str, str], found: tuple[str, ...]
) -> None:
    zone = zone_of(GROUP, system.now().date())
    assert differences(fields(**changed), zone) == found


@pytest.mark.parametrize(
    "group",
    [
        b"",
        GROUP[1:],
        GROUP[:-1],
        GROUP + b"x",
        b"\x61\x82" + GROUP[2:],
        GROUP.replace(b"AB1234567", b"AB1234568"),  # its check digit does not hold
        GROUP.replace(b"<", b"\xff"),
        b"\x61\x05\x5f\x1f\x02ab",
        b"x" * 201,
    ],
)
def test_what_is_no_first_group(system: InMemorySystem, group: bytes) -> None:
    with pytest.raises(BadRequest) as raised:
        zone_of(group, system.now().date())
    assert raised.value.code == "chip_unreadable"


def test_states_by_the_letters_of_certificates() -> None:
    assert two_letters("GRC") == {"GR"} and two_letters("D") == two_letters("DEU") == {"DE"}
    assert two_letters("GBO") == {"GB"} and two_letters("CHN") == {"CN", "HK", "MO"}
    assert two_letters("XXX") == two_letters("") == two_letters("nonsense") == frozenset()
