"""Liveness sessions: one use, in order, in time, never a repetition or a recording."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import BadRequest, Conflict, NotFound, TooMany, Unavailable
from chalicelib.domain.liveness.liveness import Compared, Frame, Gesture, SessionState
from chalicelib.domain.verifications.verification import State
from chalicelib.services.liveness.drawing import challenges
from tests.services.world import CALM, picture

USER = "00000000-0000-4000-9000-00000000000a"


@pytest.fixture
def case(world):
    return world.uploaded(USER)


@pytest.fixture
def session(world, case):
    return world.liveness.start(USER, case)


def code_of(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return caught.value.code


def test_a_session_asks_for_a_neutral_face_and_three_other_gestures(session):
    gestures = [challenge.gesture for challenge in session.challenges]
    assert gestures[0] is Gesture.NEUTRAL
    assert len(set(gestures)) == 4
    assert session.assurance == "basic"


def test_what_is_asked_cannot_be_foreseen(world, case):
    asked = {tuple(c.gesture for c in challenges(world.new_id)) for _ in range(30)}
    assert len(asked) > 10


def test_secrets_of_sessions_differ(world, case):
    sessions = [world.liveness.start(USER, case) for _ in range(5)]
    assert len({s.nonce for s in sessions}) == 5
    assert len({c.id for s in sessions for c in s.challenges}) == 20


def test_nobody_starts_or_feeds_the_session_of_another(world, case, session):
    stranger = "00000000-0000-4000-9000-00000000000b"
    assert code_of(NotFound, lambda: world.liveness.start(stranger, case)) == (
        "verification_not_found"
    )
    assert code_of(NotFound, lambda: world.frame(session, user_id=stranger)) == "session_not_found"
    assert world.frames.items == {}


def test_without_a_document_there_is_nothing_to_compare_with(world):
    verification_id = world.uploads.accept(USER, picture(), "back").verification_id
    assert code_of(Conflict, lambda: world.liveness.start(USER, verification_id)) == (
        "document_missing"
    )


@pytest.mark.parametrize(
    ("changed", "kind", "code"),
    [
        ({"nonce": "another"}, BadRequest, "nonce_wrong"),
        ({"seq": 2}, Conflict, "frame_out_of_order"),
        ({"challenge_id": "another"}, Conflict, "frame_out_of_order"),
        ({"captured_at": "2026-11-21T07:00:00+00:00"}, BadRequest, "frame_stale"),
        ({"captured_at": "2026-11-21T09:00:00+00:00"}, BadRequest, "frame_stale"),
        ({"captured_at": "2026-11-21T08:00:00"}, BadRequest, "captured_at_invalid"),
        ({"captured_at": "now"}, BadRequest, "captured_at_invalid"),
        ({"data": b"GIF89a"}, BadRequest, "image_type_unsupported"),
        ({"data": b"\xff\xd8\xff" + b"0" * 1_000_000}, BadRequest, "frame_too_large"),
        ({"data": picture(size=(100, 100))}, BadRequest, "image_too_small"),
    ],
)
def test_a_frame_out_of_place_is_refused_and_not_kept(world, session, changed, kind, code):
    assert code_of(kind, lambda: world.frame(session, **changed)) == code
    assert world.frames.items == {}
    assert world.sessions.get(session.session_id).frames == ()


def test_the_same_picture_twice_is_refused(world, session):
    still = picture("still")
    session = world.frame(session, data=still)
    assert code_of(BadRequest, lambda: world.frame(session, data=still)) == "frame_duplicate"


def test_a_recording_of_an_earlier_session_is_refused(world, case, session):
    recorded = picture("recorded")
    world.frame(session, data=recorded)
    world.now.move(minutes=4)
    second = world.liveness.start(USER, case)
    assert code_of(BadRequest, lambda: world.frame(second, data=recorded)) == "frame_replayed"


def test_a_frame_sent_again_after_a_lost_answer_is_harmless(world, session):
    first = picture("first")
    grown = world.frame(session, data=first)
    again = Frame("f1", session.challenges[0].id, 1, grown.frames[0].captured_at, "")
    assert world.liveness.submit(USER, session.session_id, again, session.nonce, first) == grown
    other = picture("other")
    with pytest.raises(BadRequest) as caught:
        world.liveness.submit(USER, session.session_id, again, session.nonce, other)
    assert caught.value.code == "frame_id_reused"


def test_frames_go_back_in_time_never(world, session):
    session = world.frame(session)
    earlier = session.frames[0].captured_at
    assert code_of(Conflict, lambda: world.frame(session, captured_at=earlier)) == (
        "frame_out_of_order"
    )


@pytest.mark.parametrize(("seconds", "good"), [(179, True), (180, False)])
def test_a_session_lives_three_minutes(world, session, seconds, good):
    world.now.move(seconds=seconds - 0.1)
    if good:
        world.frame(session)
    else:
        assert code_of(Conflict, lambda: world.frame(session)) == "session_expired"


def test_a_complete_session_is_compared_once_and_closes_the_document(world, case):
    session = world.show(USER, case)
    assert session.state is SessionState.CHECKING
    assert world.queue.bodies == [{"sessionId": session.session_id}]
    assert world.verifications.get(case).state is State.PROCESSING
    passed = world.compare(session)
    assert (passed.state, passed.reasons) == (SessionState.PASSED, ())
    assert len(passed.similarity) == 12
    entries = len(world.audit.entries)
    assert world.compare(session) == passed
    assert len(world.audit.entries) == entries


def test_a_used_session_takes_no_more_frames(world, case):
    session = world.show(USER, case)
    frame = Frame("f13", session.challenges[-1].id, 13, world.now().isoformat(), "")
    with pytest.raises(Conflict) as caught:
        world.liveness.submit(USER, session.session_id, frame, session.nonce, picture("x"))
    assert caught.value.code == "session_used"


def test_who_has_shown_liveness_does_not_start_again(world, case):
    world.compare(world.show(USER, case))
    assert code_of(Conflict, lambda: world.liveness.start(USER, case)) == "liveness_already_done"


def wrong_gesture(world, case, user_id=USER):
    """Shows everything but one of the gestures that were asked."""
    world.now.move(seconds=1)
    session = world.show(user_id, case)
    asked = session.challenges[1].gesture
    for key in [world.liveness.frame_key(session, f) for f in session.frames[3:6]]:
        world.faces.seen[key] = (CALM,)
    return session, asked


def test_a_gesture_that_was_not_made_fails_with_its_name(world, case):
    session, asked = wrong_gesture(world, case)
    failed = world.compare(session)
    assert (failed.state, failed.reasons) == (SessionState.FAILED, (f"gesture_not_seen:{asked}",))
    assert failed.similarity == ()
    assert world.verifications.get(case).state is State.IN_PROGRESS


def test_five_failures_lock_for_half_an_hour(world, case):
    for _ in range(5):
        world.compare(wrong_gesture(world, case)[0])
    with pytest.raises(TooMany) as caught:
        world.liveness.start(USER, case)
    assert caught.value.code == "liveness_locked"
    assert 29 * 60 < caught.value.retry_after <= 30 * 60
    world.now.move(seconds=caught.value.retry_after)
    world.liveness.start(USER, case)


def test_faces_of_two_people_do_not_pass(world, case):
    session = world.show(USER, case)
    world.faces.similarity[world.liveness.frame_key(session, session.frames[5])] = 20.0
    assert world.compare(session).reasons == ("several_people",)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ((), "no_face"),
        ((CALM, CALM), "several_faces"),
        ((replace(CALM, width=0.01),), "face_too_small"),
        ((replace(CALM, brightness=1.0),), "too_dark"),
    ],
)
def test_a_bad_frame_gives_a_reason_to_act_on(world, case, seen, reason):
    session = world.show(USER, case)
    world.faces.seen[world.liveness.frame_key(session, session.frames[4])] = seen
    assert reason in world.compare(session).reasons
    view = world.verdicts.view(USER, case)
    assert reason in view.reasons
    assert "similarity" not in repr(view)


def test_an_engine_that_is_away_leaves_the_session_to_be_compared(world, case):
    session = world.show(USER, case)
    world.faces.fault = Unavailable("not now")
    with pytest.raises(Unavailable):
        world.compare(session)
    assert world.sessions.get(session.session_id).state is SessionState.CHECKING
    world.faces.fault = None
    assert world.compare(session).state is SessionState.PASSED


def test_a_fault_of_our_own_leaves_the_session_to_the_next_call_at_once(world, case):
    session = world.show(USER, case)
    world.faces.fault = RuntimeError("ours")
    with pytest.raises(RuntimeError):
        world.compare(session)
    world.faces.fault = None
    assert world.compare(session).state is SessionState.PASSED


def test_a_claim_whose_answer_was_lost_leaves_the_session_to_the_next_call_at_once(world, case):
    session = world.show(USER, case)
    save = world.sessions.save

    def lost(changed):
        world.sessions.save = save
        save(changed)
        raise Unavailable("no answer")

    world.sessions.save = lost
    with pytest.raises(Unavailable, match="no answer"):
        world.compare(session)
    assert world.compare(session).state is SessionState.PASSED


def test_a_session_whose_handing_over_failed_is_handed_over_by_the_repetition(world, case):
    def away(body):
        raise Unavailable("not now")

    send, world.queue.send = world.queue.send, away
    with pytest.raises(Unavailable):
        world.show(USER, case)
    world.queue.send = send
    session = world.liveness.view(case)
    last = session.frames[-1]
    data = picture(f"{session.session_id} {last.seq}")
    world.liveness.submit(USER, session.session_id, replace(last, sha256=""), session.nonce, data)
    assert world.queue.bodies == [{"sessionId": session.session_id}]
    assert world.verifications.get(case).state is State.PROCESSING


def test_a_comparison_can_be_asked_for_and_runs_once(world, case):
    assert code_of(Conflict, lambda: world.liveness.check_again(USER, case)) == "frames_missing"
    session = world.show(USER, case)
    world.liveness.check_again(USER, case)
    assert len(world.queue.bodies) == 2
    assert {world.compare(session).state for _ in world.queue.bodies} == {SessionState.PASSED}
    assert [e for e in world.audit.entries if e[1] == "liveness"][1:] == []


def test_a_failure_whose_end_was_lost_is_ended_by_the_next_delivery(world, case):
    session, _ = wrong_gesture(world, case)
    write = world.audit.write

    def lost(*_):
        raise Unavailable("not now")

    world.audit.write = lost
    with pytest.raises(Unavailable):
        world.compare(session)
    world.audit.write = write
    assert world.verifications.get(case).state is State.PROCESSING
    world.compare(session)
    assert world.verifications.get(case).state is State.IN_PROGRESS


def test_an_old_failure_delivered_late_does_not_open_the_document_again(world, case):
    old, _ = wrong_gesture(world, case)
    world.compare(old)
    world.now.move(seconds=1)
    world.show(USER, case)
    world.compare(old)
    assert world.verifications.get(case).state is State.PROCESSING


def test_a_closed_verification_takes_no_session(world, case):
    world.moved(case, State.APPROVED)
    assert code_of(Conflict, lambda: world.liveness.start(USER, case)) == "verification_closed"


def test_what_the_portrait_has_answered_is_not_asked_again(world, case):
    """Twelve frames like the portrait are twelve paid calls, not twenty-three."""
    session = world.show(USER, case)
    asked = []
    original = type(world.faces).compare

    def counted(self, source, target):
        asked.append((source[1], target[1]))
        return original(self, source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(world.faces), "compare", counted)
        assert world.compare(session).reasons == ()
    assert len(asked) == len(session.frames)


def test_frames_unlike_the_portrait_are_held_against_each_other(world, case):
    session = world.show(USER, case)
    keys = [world.liveness.frame_key(session, frame) for frame in session.frames]
    world.faces.similarity = {key: 70.0 for key in keys}  # a poor portrait, one person
    asked = []
    original = type(world.faces).compare

    def compare(self, source, target):
        asked.append((source[1], target[1]))
        return Compared(99.0) if source[1] in keys else original(self, source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(world.faces), "compare", compare)
        assert world.compare(session).reasons == ()
    assert len(asked) == 2 * len(keys) - 1
