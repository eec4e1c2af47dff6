"""Gesture liveness: challenges, and whether the frames show them.

A held pose is compared with the session's own first (neutral) frames, because absolute values of a
face detector differ from face to face. Left and right are the subject's; yaw has Amazon
Rekognition's sign (docs.aws.amazon.com/rekognition, Pose: negative yaw = the face turns to the
viewer's left, which is the subject's right).

This is no presentation-attack detection (ISO/IEC 30107-3); results say `assurance: basic`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean, pstdev
from typing import Any

from chalicelib.domain.errors import BadRequest, Conflict

LIFETIME = timedelta(minutes=3)
FRAMES_PER_CHALLENGE = 3
GESTURES_ASKED = 3
UNPROVEN = "none"
"""The assurance of a picture that somebody else's app has taken: nobody was shown alive."""


class Gesture(StrEnum):
    """The gestures of a challenge."""

    NEUTRAL = "neutral"
    BLINK = "blink"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LOOK_UP = "look_up"
    LOOK_DOWN = "look_down"
    SMILE = "smile"


ASKED = tuple(g for g in Gesture if g is not Gesture.NEUTRAL)

PROMPTS = {
    Gesture.NEUTRAL: "Look straight into the camera",
    Gesture.BLINK: "Close your eyes until you hear the tone",
    Gesture.TURN_LEFT: "Turn your head to your left and hold",
    Gesture.TURN_RIGHT: "Turn your head to your right and hold",
    Gesture.LOOK_UP: "Look up and hold",
    Gesture.LOOK_DOWN: "Look down and hold",
    Gesture.SMILE: "Smile and hold",
}


class SessionState(StrEnum):
    """The states of a session; it is used once."""

    OPEN = "open"
    CHECKING = "checking"
    PASSED = "passed"
    FAILED = "failed"
    COMPARED = "compared"  # one picture without liveness; never counts as passed
    REPLACED = "replaced"  # a newer session was drawn before this one was complete


SHOWN = frozenset({SessionState.CHECKING, SessionState.PASSED, SessionState.COMPARED})
"""A face was shown: nothing is asked for again."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Similarity (0-100) of two faces, and the box of the first one on its picture: left, top,
    width, height, each 0 to 1.
    """

    similarity: float
    place: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Similarity (0-100) of each frame and the document's face, the document's hash, and where its
    face is.
    """

    scores: tuple[float, ...] = ()
    shown: str = ""
    portrait: tuple[float, ...] = ()


NOT_COMPARED = Likeness()


@dataclass(frozen=True, slots=True)
class Challenge:
    """One pose to hold; the id is unguessable and belongs to this session only."""

    id: str
    gesture: Gesture
    frames: int = FRAMES_PER_CHALLENGE


@dataclass(frozen=True, slots=True)
class Frame:
    """One received picture. `sha256` is the hash of the bytes as sent, and part of the object key.
    `pixels` is the hash of the picture after our own decoding and encoding, so that padding does
    not make it another picture.
    """

    frame_id: str
    challenge_id: str
    seq: int
    captured_at: str
    sha256: str
    pixels: str = ""


@dataclass(frozen=True, slots=True)
class LivenessSession:
    """Bound to one user and one verification, valid for three minutes, used once.

    `portrait`: box of the face on the document's front, each value 0 to 1. `claimed_at`: since when
    a call compares it. `known_as`: ids of other users whose enrolled faces are similar. `face_id`:
    this face's enrolment.
    """

    session_id: str
    verification_id: str
    user_id: str
    nonce: str = field(repr=False)
    challenges: tuple[Challenge, ...]
    created_at: datetime
    valid_until: datetime
    expires_at: datetime
    frames: tuple[Frame, ...] = ()
    state: SessionState = SessionState.OPEN
    reasons: tuple[str, ...] = ()
    similarity: tuple[float, ...] = ()
    assurance: str = "basic"
    portrait_sha256: str = ""
    portrait: tuple[float, ...] = ()
    known_as: tuple[str, ...] = ()
    face_id: str = ""
    claimed_at: datetime | None = None
    version: int = 1

    @property
    def remaining(self) -> int:
        """The number of frames that are missing."""
        return sum(c.frames for c in self.challenges) - len(self.frames)

    def expected(self) -> Challenge:
        """The challenge that the next frame must answer."""
        left = len(self.frames)
        for challenge in self.challenges:
            if left < challenge.frames:
                return challenge
            left -= challenge.frames
        raise Conflict("all frames are in", "session_complete")

    def with_frame(self, frame: Frame, nonce: str, now: datetime) -> "LivenessSession":
        """The session with one more frame. BadRequest or Conflict says why a frame is refused."""
        if self.state is not SessionState.OPEN:
            raise Conflict("this session was already used; start a new one", "session_used")
        if now >= self.valid_until:
            raise Conflict("this session has expired; start a new one", "session_expired")
        if nonce != self.nonce:
            raise BadRequest("the nonce is not this session's", "nonce_wrong")
        if frame.challenge_id != self.expected().id or frame.seq != len(self.frames) + 1:
            raise Conflict("this is not the frame that comes next", "frame_out_of_order")
        if any(frame.sha256 == seen.sha256 or _alike(frame, seen) for seen in self.frames):
            raise BadRequest("this picture was already sent", "frame_duplicate")
        _check_freshness(self, frame, now)
        frames = (*self.frames, frame)
        return replace(self, frames=frames, version=self.version + 1)

    def ended(self, state: SessionState, **changes: object) -> "LivenessSession":
        """The session after its only use: ended in `state`."""
        # mypy cannot follow the fields' types through **.
        return replace(self, state=state, version=self.version + 1, **changes)  # type: ignore[arg-type]

    def judgement(self) -> dict[str, Any]:
        """What the audit log keeps of an ended session: codes and scores, nothing of the person."""
        facts: dict[str, Any] = {
            "session": self.session_id,
            "state": self.state,
            "reasons": list(self.reasons),
            "assurance": self.assurance,
            "knownAs": list(self.known_as),
        }
        if scores := self.similarity:
            facts |= {"mean": fmean(scores), "minimum": min(scores), "spread": pstdev(scores)}
        return facts


def standing(sessions: Iterable[LivenessSession]) -> LivenessSession | None:
    """The session of a verification that counts: a passed one, else one in comparison, else a
    compared picture, else the newest. Age alone is not enough: two may run at once.
    """
    rank = {SessionState.PASSED: 3, SessionState.CHECKING: 2, SessionState.COMPARED: 1}
    return max(sessions, key=lambda s: (rank.get(s.state, 0), s.created_at), default=None)


NOT_SEEN = "gesture_not_seen:"


def owed(last: LivenessSession | None) -> tuple[Gesture, ...]:
    """The gestures that were asked last and not shown. An abandoned session, or one that failed for
    another reason, has shown none.
    """
    if last is None or last.state in (SessionState.PASSED, SessionState.COMPARED):
        return ()
    asked = tuple(c.gesture for c in last.challenges if c.gesture is not Gesture.NEUTRAL)
    judged = last.state is SessionState.FAILED and bool(last.reasons)
    if not judged or not all(reason.startswith(NOT_SEEN) for reason in last.reasons):
        return asked
    return tuple(gesture for gesture in asked if NOT_SEEN + gesture in last.reasons)


def _alike(one: Frame, other: Frame) -> bool:
    """Whether two frames are the same picture, however it was encoded."""
    return bool(one.pixels) and one.pixels == other.pixels


def _check_freshness(session: LivenessSession, frame: Frame, now: datetime) -> None:
    """Raises BadRequest unless the frame was taken within the session and after the one before it
    (30 s clock skew allowed).
    """
    skew = timedelta(seconds=30)
    try:
        at = datetime.fromisoformat(frame.captured_at)
    except ValueError as error:
        raise BadRequest("capturedAt is not an ISO 8601 time", "captured_at_invalid") from error
    if at.tzinfo is None:
        raise BadRequest("capturedAt has no time zone", "captured_at_invalid")
    if not session.created_at - skew <= at <= now + skew:
        raise BadRequest("the frame was not taken in this session", "frame_stale")
    if session.frames and at <= datetime.fromisoformat(session.frames[-1].captured_at):
        raise Conflict("the frame is older than the one before it", "frame_out_of_order")


@dataclass(frozen=True, slots=True)
class FaceSeen:
    """A detector's result for one face: angles in degrees, scores 0-100, `width` as share (0-1) of
    the picture.
    """

    yaw: float
    pitch: float
    eyes_open: bool
    smiling: bool
    brightness: float
    sharpness: float
    width: float
    eyes_confidence: float = 100.0
    smile_confidence: float = 100.0
    occluded: bool = False
    occluded_confidence: float = 100.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits: degrees of turn and tilt that count, and the share of frames that must show the pose.

    `brightness` (0-100) and `width` (0-1) are minima; `occluded` is the confidence (0-100) from
    which a face counts as covered.
    """

    yaw: float = 12.0
    pitch: float = 8.0
    share: float = 0.6
    brightness: float = 15.0
    width: float = 0.08
    occluded: float = 80.0


def _seen(gesture: Gesture, face: FaceSeen, rest: FaceSeen, limits: Thresholds) -> bool:
    """Whether this frame shows the gesture, compared with the neutral face."""
    turn, tilt = face.yaw - rest.yaw, face.pitch - rest.pitch
    # Lowered lids move a detector's landmarks as a lowered head does, if less.
    needed = limits.pitch if face.eyes_open else 2 * limits.pitch
    match gesture:
        case Gesture.NEUTRAL:
            return face.eyes_open
        case Gesture.BLINK:
            return rest.eyes_open and not face.eyes_open
        case Gesture.TURN_LEFT:
            return turn >= limits.yaw
        case Gesture.TURN_RIGHT:
            return turn <= -limits.yaw
        case Gesture.LOOK_UP:
            return tilt >= needed and abs(turn) < limits.yaw
        case Gesture.LOOK_DOWN:
            return tilt <= -needed and abs(turn) < limits.yaw
        # A raised or turned face can look like a smiling one to a detector.
        case Gesture.SMILE:  # pragma: no branch: mypy proves that there is no other gesture
            straight = abs(turn) < limits.yaw and abs(tilt) < limits.pitch
            return face.smiling and not rest.smiling and straight


def _rest(faces: Sequence[FaceSeen]) -> FaceSeen:
    """The neutral face: the means over the neutral frames."""
    return replace(
        faces[0],
        yaw=fmean(f.yaw for f in faces),
        pitch=fmean(f.pitch for f in faces),
        eyes_open=sum(f.eyes_open for f in faces) * 2 > len(faces),
        smiling=sum(f.smiling for f in faces) * 2 > len(faces),
    )


def _near(faces: Sequence[FaceSeen], limits: Thresholds) -> list[FaceSeen]:
    """The faces near the camera, largest first.

    A passer-by far behind, or a print on a shirt, is too small to count.
    """
    ordered = sorted(faces, key=lambda face: face.width, reverse=True)
    return [face for number, face in enumerate(ordered) if not number or face.width >= limits.width]


def _picture_faults(faces: Sequence[FaceSeen], limits: Thresholds) -> list[str]:
    """Reason codes: what is wrong with one frame as a picture."""
    if not faces:
        return ["no_face"]
    if len(faces) > 1:
        return ["several_faces"]
    faults = []
    if faces[0].width < limits.width:
        faults.append("face_too_small")
    if faces[0].brightness < limits.brightness:
        faults.append("too_dark")
    if faces[0].occluded and faces[0].occluded_confidence >= limits.occluded:
        faults.append("face_occluded")
    return faults


def picture_faults(faces: Sequence[FaceSeen], limits: Thresholds | None = None) -> tuple[str, ...]:
    """Reason codes for a picture of one person; empty if it can be compared."""
    limits = limits or Thresholds()
    return tuple(dict.fromkeys(_picture_faults(_near(faces, limits), limits)))


def judge(
    challenges: Sequence[Challenge],
    frames: Sequence[Sequence[FaceSeen]],
    limits: Thresholds | None = None,
) -> tuple[str, ...]:
    """Reason codes why the frames do not show the challenges; empty if they do.

    `frames[i]`: the faces found in frame i, in the order of the challenges.
    """
    limits = limits or Thresholds()
    if len(frames) != sum(c.frames for c in challenges):
        return ("frames_missing",)
    near = [_near(faces, limits) for faces in frames]
    faults = [fault for faces in near for fault in _picture_faults(faces, limits)]
    if faults:
        return tuple(dict.fromkeys(faults))
    single = [faces[0] for faces in near]
    rest = _rest(single[: challenges[0].frames])
    reasons = []
    start = 0
    for challenge in challenges:
        held = single[start : start + challenge.frames]
        start += challenge.frames
        shown = sum(_seen(challenge.gesture, face, rest, limits) for face in held)
        if shown < limits.share * challenge.frames:
            reasons.append(f"{NOT_SEEN}{challenge.gesture}")
    return tuple(reasons)
