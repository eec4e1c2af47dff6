"""Each guard of the core, taken out of a copy of the code: the journey that leans on it fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.services.test_known_journeys import KNOWN

ROOT = Path(__file__).resolve().parents[2]
JOURNEYS = "tests/services/test_known_journeys.py"


class Guard(NamedTuple):
    """Where it stands, what stands there without it, and whose journey leans on it."""

    file: str
    code: str
    without: str
    journey: str
    #: Another guard that holds the same; the journey fails without both.
    twin: tuple[str, str, str] | None = None


MOVE = "services/verifications/verifications.py"
GROUNDS = "services/verifications/grounds.py"
EARLIER = "services/verifications/earlier_questions.py"
GUARDS = {
    "may_begin": Guard(
        "domain/verifications/verification.py",
        "        return Beginning.UNDER_REVIEW\n", "        return Beginning.NEW\n",
        "a review is not left behind",
        (MOVE, "begins is Beginning.NEW and person.under_review", "False"),
    ),
    "a review of any attempt": Guard(
        MOVE, "begins is Beginning.NEW and person.under_review", "False",
        "a review of an older attempt is not left behind",
    ),
    "four eyes": Guard(
        "domain/reviews/review.py", "return bool(FOUR_EYES & set(self.reasons))", "return False",
        "a list hit takes two people",
    ),
    "two different people": Guard(
        "domain/reviews/review.py", "            if reviewer == self.first_reviewer:",
        "            if False:", "a list hit takes two people",
        ("services/reviews/reviews.py", "self.refuse_same_reviewer(case, reviewer)\n", "pass\n"),
    ),
    "claim compared again": Guard(
        GROUNDS, "if IDENTITY & set(self.differences(document, claim)):", "if False:",
        "nobody approves whom the document does not name",
    ),
    "questions carried": Guard(
        "domain/verifications/verification.py",
        "return tuple(r for r in self.reasons_ever if r in CARRIED)", "return ()",
        "questions go into the next attempt",
        (EARLIER, "if attempt.number < verification.attempt:", "if False:"),
    ),
    "whoever asks for a person": Guard(
        "domain/verifications/verification.py",
        'CARRIED | {"assistance_requested", "two_people"}', "CARRIED",
        "who asked for a person meets one",
    ),
    "earlier attempts are asked meanwhile": Guard(
        EARLIER, "if attempt.number < verification.attempt:", "if False:",
        "a vendor's late question is asked of the attempt under way",
    ),
    "no question is left behind": Guard(
        EARLIER, "return bool(verification.unanswered) and", "return False and",
        "a question is not left behind an approval",
    ),
    "a profile freezes anew": Guard(
        "services/documents/documents.py", " and not asked_again", "",
        "the profile stays while somebody approves",
    ),
    "nothing is read behind a decision": Guard(
        "services/documents/documents.py",
        "self.verifications.note(verification, writes, ((\"document_read\", facts),))",
        "self.verifications.audit.write(record.verification_id, '', facts, *writes)",
        "who was read stays who is screened",
    ),
    "approval's condition on the screening": Guard(
        GROUNDS, "            self.screenings.unchanged(kept),\n", "",
        "the screening stays while somebody approves",
    ),
    "lists in force, by rule and reviewer": Guard(
        GROUNDS, " or not self.in_force(kept)", "",
        "lists that changed are asked before a reviewer approves",
    ),
    "a hit opens the case": Guard(
        "services/screening/rescreening.py",
        'result.status == "potential_match" and verification.state is State.APPROVED', "False",
        "a later hit opens the case at once",
    ),
    "case in the transaction": Guard(
        MOVE, "            *self._case(before, after, also),\n", "", "a list hit takes two people",
    ),
    "audit entry in the transaction": Guard(
        MOVE, "            *self.audit.appending(after.verification_id, *entries),\n", "",
        "a way to verified",
    ),
    "person's row in the transaction": Guard(
        MOVE,
        "            self.store.saving(after, CHANGED),\n            self._writing(person),\n",
        "            self.store.saving(after, CHANGED),\n",
        "a way to verified",
    ),
    "review outweighs": Guard(
        "domain/applicants/person.py", "    if looked_at:\n", "    if False:\n",
        "a review outweighs what came later",
    ),
    "late refusal of an old attempt": Guard(
        "domain/applicants/person.py", "for one in (by_number, by_time):",
        "for one in (by_number,):",
        "a vendor's late refusal counts",
    ),
    "vendor's person compared": Guard(
        "services/vendors/people.py",
        "return bool(IDENTITY & set(claim_differences(fields, claim)))", "return False",
        "a vendor's person is compared",
    ),
    "vendor's person screened": Guard(
        "services/vendors/people.py",
        "        return (reason,) if reason else self._approval(profile, record, by)",
        "        return self._approval(profile, record, by)", "a vendor's person is screened",
    ),
    "applicant's view": Guard(
        "domain/verifications/notices.py", "    if state is State.NEEDS_REVIEW:", "    if False:",
        "a list hit takes two people",
    ),
    "document_certain": Guard(
        "domain/verifications/checks.py",
        "    if vouched or (e.mrz_valid and not zone_differs):",
        "    if True:", "an uncertain document is for people",
    ),
    "profile freezes": Guard(
        "services/applicants/people.py", "            if self._frozen(before):",
        "            if False:", "what was verified does not change",
    ),
    "tombstone": Guard(
        MOVE, "        if person.erased_at:\n            raise",
        "        if False:\n            raise",
        "erased means nobody writes",
    ),
    "sweep closes what ran out": Guard(
        "services/verifications/sweeping.py", "return moved + self._close_what_ran_out()",
        "return moved", "nobody waits for ever",
    ),
    "reasons stay in the verification": Guard(
        "domain/verifications/verification.py", "(*self.reasons_ever, *reasons)", "reasons",
        "reasons stay",
    ),
    "registry goes by sequence": Guard(
        "adapters/memory_people.py",
        "if sequence is not None and sequence < self.sequences.get(user_id, 0):", "if False:",
        "moves are told in any order",
    ),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, of which `chalicelib` may be changed."""
    for each in ROOT.iterdir():
        if each.name not in ("chalicelib", ".git", ".venv"):
            (tmp_path / each.name).symlink_to(each)
    shutil.copytree(
        ROOT / "chalicelib", tmp_path / "chalicelib",
        ignore=shutil.ignore_patterns("__pycache__"),
    )  # fmt: skip
    return tmp_path


def _changes(guard: Guard) -> list[tuple[str, str, str]]:
    return [guard[:3], guard.twin] if guard.twin else [guard[:3]]


@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_stands_where_it_is_looked_for(name: str) -> None:
    """In every run: of a guard that has moved the long test learns nothing."""
    guard = GUARDS[name]
    assert guard.journey in KNOWN
    for name_of, code, _ in _changes(guard):
        assert (ROOT / "chalicelib" / name_of).read_text().count(code) == 1, name_of


@pytest.mark.slow
@pytest.mark.parametrize("name", GUARDS)
def test_without_it_its_journey_fails(copy: Path, name: str) -> None:
    guard = GUARDS[name]
    for name_of, code, without in _changes(guard):
        file = copy / "chalicelib" / name_of
        file.write_text(file.read_text().replace(code, without))
    asked = f"{JOURNEYS}::test_what_must_be_so_holds_on_the_way[{guard.journey}]"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", asked],
        cwd=copy, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    assert "AssertionError" in done.stdout or "assert " in done.stdout, done.stdout[-2000:]
