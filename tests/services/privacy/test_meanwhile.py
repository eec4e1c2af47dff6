"""Erasing and cleaning where something is missing, is another's, or went before."""

from __future__ import annotations

import pytest

from chalicelib.domain.deadline import within
from chalicelib.domain.marks import Mark, MarkKind
from chalicelib.domain.records import NumberUse
from chalicelib.domain.verifications.verification import State
from tests.services.in_memory import InMemorySystem
from tests.services.privacy.erasing import cleaning_of, erasure_of, privacy_of

NAMELESS = "00000000-0000-4000-9000-00000000000a"


def test_who_never_said_a_name_is_erased_with_what_was_read_of_them(system: InMemorySystem) -> None:
    found = system.uploaded(NAMELESS)
    system.read(found)
    receipt = erasure_of(system).erase(NAMELESS)
    assert receipt.erased["documents"] == 1 and receipt.erased["profiles"] == 0
    assert system.documents.items == system.verification_store.items == {}
    assert system.pictures.items == {}


def test_what_reviewers_dismissed_about_a_person_goes_with_them(system: InMemorySystem) -> None:
    _, user_id, found = system.ready()
    document, other = system.documents.get(found), "fingerprint-of-another"
    match = {"source": "ofac-sdn", "entryId": "1", "name": "Somebody Else"}
    for fingerprint in (document.screening_fingerprint, other):
        assert system.screening.forgive(found, fingerprint, [match], "rita") == 1
    assert erasure_of(system).erase(user_id).erased["dismissedMatches"] == 1
    assert [row["personId"] for row in system.dismissed.items.values()] == [other]


def test_a_number_that_is_known_as_anothers_stays_theirs(system: InMemorySystem) -> None:
    _, user_id, found = system.ready()
    number = system.documents.get(found).number_hash
    first = NumberUse(number, "who-came-first", "their-verification")
    system.numbers.put(first)
    erasure_of(system).erase(user_id)
    assert system.numbers.get(number) == first


def test_a_session_whose_verification_is_gone_goes_with_its_person(system: InMemorySystem) -> None:
    _, user_id, found = system.ready()
    system.verification_store.delete(found)
    assert erasure_of(system).erase(user_id).erased["livenessSessions"] == 1
    assert system.sessions.items == {}


def test_a_copy_of_who_has_no_account_and_no_document_holds_what_there_is(
    system: InMemorySystem,
) -> None:
    found = system.uploaded(NAMELESS)
    copy = privacy_of(system).export(NAMELESS)
    assert (copy.account, copy.profile, copy.registry) == ({}, None, None)
    [verification] = copy.verifications
    assert (verification["verificationId"], verification["document"]) == (found, None)


@pytest.mark.parametrize("kind", [MarkKind.MEDIA, MarkKind.RECORDS])
def test_a_mark_of_an_attempt_that_was_erased_goes_and_the_log_is_kept(
    system: InMemorySystem, kind: MarkKind
) -> None:
    system.marks.put(Mark("gone", kind, system.now(), system.now()))
    assert cleaning_of(system).clean()["media"] == 0
    assert system.marks.find("gone", kind) is None
    assert system.audit.kept == {} and system.audit.entries == []


def test_test_applicants_pass_when_there_is_time_and_not_before(system: InMemorySystem) -> None:
    person = f"apl_test_{1:032x}"
    found = system.uploaded(person)
    system.marks.put(Mark(person, MarkKind.TEST, system.now(), system.now(), "key"))
    with within(10):  # less than an erasure may take
        assert cleaning_of(system).clean()["test"] == 0
    assert system.verifications.get(found).state is State.IN_PROGRESS
    assert cleaning_of(system).clean()["test"] == 1
    assert system.verification_store.find(found) is None
