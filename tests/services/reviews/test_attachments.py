"""Files that reviewers attach: for reviewers alone, whole or not at all, and gone with the rest."""

import hashlib
import io
from datetime import timedelta

import pytest
from fpdf import FPDF
from PIL import Image

from chalicelib.domain.errors import BadRequest, Conflict, Erased, Forbidden, Gone, NotFound
from chalicelib.domain.marks import MarkKind
from chalicelib.domain.reviews import attachment
from chalicelib.domain.reviews.attachment import MOST_ATTACHMENTS, MOST_BYTES, Kind, key_of
from chalicelib.domain.screening.screening import ScreeningResult
from chalicelib.services.privacy.erasure import SECOND_PASS
from chalicelib.services.reviews.attachments import Attachments
from tests.services.in_memory import InMemorySystem

RITA, RON = "reviewer-rita", "reviewer-ron"


def paper(text: str = "A letter of the registry") -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text=text)
    return bytes(made.output())


def picture(colour: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def files(system: InMemorySystem) -> Attachments:
    return system.app.attachments


@pytest.fixture
def case(system: InMemorySystem) -> str:
    """A case that a list opened."""
    system.watchlists[0].answer = ScreeningResult("potential_match", ({"score": 0.9},))
    _, _, found = system.ready()
    system.decisions.consider(found)
    return found


def owner_of(system: InMemorySystem, case: str) -> str:
    return system.cases.get(case).user_id


def kept(system: InMemorySystem) -> dict[str, bytes]:
    return system.outside.attached_files.items


def test_a_file_is_kept_by_its_digest_and_recorded(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, paper(), RITA)
    body = kept(system)[key_of(case, file.digest)]
    assert (file.kind, file.size, file.reviewer) == (Kind.PDF, len(body), RITA)
    assert file.digest == hashlib.sha256(body).hexdigest()
    assert system.cases.get(case).attachments == (file,)
    assert system.audit.entries[-1] == (
        case,
        "attached",
        {"reviewer": RITA, "digest": file.digest, "kind": "application/pdf", "bytes": file.size},
    )


def test_the_same_file_twice_is_one_whoever_sends_it(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    first = files.attach(case, picture(), RITA)
    entries = len(system.audit.entries)
    assert files.attach(case, picture(), RON) == first
    assert len(system.audit.entries) == entries and len(kept(system)) == 1


def test_a_file_comes_back_by_a_link_and_that_is_recorded(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    assert files.link(case, file.digest, RON).endswith(key_of(case, file.digest))
    assert system.audit.entries[-1] == (
        case,
        "attachment_opened",
        {"reviewer": RON, "digest": file.digest},
    )


def test_a_note_is_about_files_of_its_own_case(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    noted = system.app.desk.note(case, "the stamp is wrong", (), RITA, (file.digest,))
    assert noted.notes[-1].attached == (file.digest,)
    assert system.audit.entries[-1][2]["attached"] == [file.digest]
    with pytest.raises(BadRequest) as refused:
        system.app.desk.note(case, "and this", (), RITA, ("0" * 64,))
    assert refused.value.code == "attachment_unknown"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-" + b"\x00" * MOST_BYTES, "attachment_too_large"),
        (b"MZ", "attachment_type_unsupported"),
        (b"%PDF-1.7", "attachment_unreadable"),
        (picture()[:60], "image_unreadable"),
    ],
    ids=["too large", "a program", "no pdf", "half a picture"],
)
def test_what_is_refused_is_not_kept(
    system: InMemorySystem, files: Attachments, case: str, data: bytes, code: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        files.attach(case, data, RITA)
    assert refused.value.code == code
    assert not kept(system) and not system.cases.get(case).attachments


def test_a_case_has_only_so_many(
    system: InMemorySystem, files: Attachments, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ATTACHMENTS == 20
    monkeypatch.setattr("chalicelib.domain.reviews.review.MOST_ATTACHMENTS", 2)
    for colour in ("navy", "teal"):
        files.attach(case, picture(colour), RITA)
    with pytest.raises(Conflict) as refused:
        files.attach(case, picture("plum"), RITA)
    assert refused.value.code == "too_many_attachments" and len(kept(system)) == 2
    assert files.attach(case, picture("teal"), RITA), "one that is there is none more"


def test_who_the_case_is_about_neither_attaches_nor_looks(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    for act in (
        lambda: files.attach(case, picture("teal"), owner_of(system, case)),
        lambda: files.link(case, file.digest, owner_of(system, case)),
    ):
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.code == "own_case"


def test_a_decided_case_takes_no_more_and_still_shows_what_it_has(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    system.reviews.decide(case, False, ("fraud_suspected",), "", RITA)
    with pytest.raises(Conflict) as refused:
        files.attach(case, picture("teal"), RITA)
    assert refused.value.code == "case_already_decided" and len(kept(system)) == 1
    assert files.link(case, file.digest, RON)


def test_a_file_of_another_case_and_none_are_not_found(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    _, _, other = system.ready("second@applicants.example")
    system.decisions.consider(other)
    for digest in (file.digest, "0" * 64):
        with pytest.raises(NotFound) as refused:
            files.link(other, digest, RITA)
        assert refused.value.code == "attachment_not_found"


def test_a_file_that_is_not_what_was_attached_is_not_handed_out(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    kept(system)[key_of(case, file.digest)] = b"another"
    with pytest.raises(Conflict) as refused:
        files.link(case, file.digest, RITA)
    assert refused.value.code == "attachment_changed"


def test_two_at_once_are_both_kept(
    system: InMemorySystem, files: Attachments, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes a note between the look at the case and the write."""
    put = system.app.outside.attached_files.put

    def slow(key: str, body: bytes, kind: str) -> None:
        put(key, body, kind)
        system.app.desk.note(case, f"meanwhile {len(kept(system))}", (), RON)

    monkeypatch.setattr(system.app.outside.attached_files, "put", slow)
    for colour in ("navy", "teal"):
        files.attach(case, picture(colour), RITA)
    found = system.cases.get(case)
    assert (len(found.attachments), len(found.notes)) == (2, 2)


def test_who_lost_the_race_against_a_decision_is_refused_and_nothing_stays_for_ever(
    system: InMemorySystem, files: Attachments, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = system.app.outside.attached_files.put

    def slow(key: str, body: bytes, kind: str) -> None:
        put(key, body, kind)
        system.reviews.decide(case, False, ("fraud_suspected",), "", RON)

    monkeypatch.setattr(system.app.outside.attached_files, "put", slow)
    with pytest.raises(Conflict) as refused:
        files.attach(case, picture(), RITA)
    assert refused.value.code == "case_already_decided"
    system.now.move(days=200)
    system.app.cleaning.clean()
    assert not kept(system)


def test_files_go_with_the_pictures_and_the_case_still_tells_of_them(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    file = files.attach(case, picture(), RITA)
    system.reviews.decide(case, False, ("document_expired",), "", RITA)
    system.now.move(days=200)
    system.app.cleaning.clean()
    assert not kept(system)
    told = [facts for _, kind, facts in system.audit.entries if kind == "media_deleted"]
    assert told[-1]["attachments"] == 1
    assert system.cases.get(case).attachments == (file,)
    with pytest.raises(Gone) as gone:
        files.link(case, file.digest, RITA)
    assert gone.value.code == "attachment_gone"


def test_while_somebody_looks_they_stay(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    files.attach(case, picture(), RITA)
    system.now.move(days=5)
    system.app.cleaning.clean()
    assert len(kept(system)) == 1


def test_a_case_without_pictures_of_ours_is_looked_at_for_its_files(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    """What a vendor verified has none, so that nothing said when to look."""
    marks = system.app.outside.records.marks
    marks.delete(case, MarkKind.MEDIA)
    files.attach(case, picture(), RITA)
    assert marks.find(case, MarkKind.MEDIA) is not None


def test_an_erasure_takes_them_and_its_receipt_counts_them(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    for colour in ("navy", "teal"):
        files.attach(case, picture(colour), RITA)
    system.reviews.decide(case, False, ("document_expired",), "", RITA)
    receipt = system.app.erasure.erase(owner_of(system, case))
    assert receipt.erased["attachments"] == 2 and not kept(system)
    with pytest.raises(Erased):
        system.app.attached_files.put(key_of(case, "0" * 64), b"late", "image/jpeg")


def test_what_was_on_its_way_during_an_erasure_goes_with_the_second_pass(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    files.attach(case, picture(), RITA)
    system.reviews.decide(case, False, ("document_expired",), "", RITA)
    system.app.erasure.erase(owner_of(system, case))
    system.app.outside.attached_files.put(key_of(case, "0" * 64), b"late", "image/jpeg")
    system.now.move(seconds=(SECOND_PASS + timedelta(minutes=1)).total_seconds())
    system.app.cleaning.clean()
    assert not kept(system)


def test_no_copy_of_ones_own_data_tells_of_them(
    system: InMemorySystem, files: Attachments, case: str
) -> None:
    files.attach(case, picture(), RITA)
    assert "attachments" not in str(system.app.privacy.export(owner_of(system, case)))


def test_a_key_begins_with_its_case(case: str) -> None:
    assert attachment.key_of(case, "ab") == f"{case}/ab"
