"""The liveness check: poses to hold, frames, and the verdict of the whole verification."""

from __future__ import annotations

import base64
import binascii

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import liveness as wire
from chalicelib.contracts.http import verifications as verification_wire
from chalicelib.domain.errors import BadRequest
from chalicelib.domain.liveness.liveness import PROMPTS, Frame, LivenessSession
from chalicelib.domain.liveness.managed_liveness import StreamAccess
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.runtime import Shape, endpoint
from chalicelib.entrypoints.verifications.routes import verdict

liveness = Blueprint(__name__)


@liveness.route("/start-liveness", methods=["POST"], authorizer=authorizer)
@endpoint(liveness, Shape(status=201))
def start_liveness(call: Call[verification_wire.VerificationRef]) -> wire.LivenessStarted:
    """A fresh session: which poses, in which order, until when."""
    engine = application().liveness
    session = engine.start(call.user_id, call.body.verification_id)
    return _started(session, engine.access(session))


@liveness.route("/submit-frame", methods=["POST"], authorizer=authorizer)
@endpoint(liveness, Shape(status=202))
def submit_frame(call: Call[wire.FrameIn]) -> wire.FrameTaken:
    """Takes one frame; the last one starts the comparison."""
    body = call.body
    try:
        data = base64.b64decode(body.image, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("image is not Base64", "image_encoding") from None
    taken = body.captured_at.isoformat()
    frame = Frame(body.frame_id, body.challenge_id, body.seq, taken, sha256="")
    session = application().liveness.submit(call.user_id, body.session_id, frame, body.nonce, data)
    return wire.FrameTaken(received=len(session.frames), remaining=session.remaining)


@liveness.route("/verify", methods=["POST"], authorizer=authorizer)
@endpoint(liveness, Shape(status=202))
def start_verify(
    call: Call[verification_wire.VerificationRef],
) -> verification_wire.VerificationOut:
    """Asks for the comparison explicitly; it runs once."""
    application().liveness.check_again(call.user_id, call.body.verification_id)
    return verdict(call.user_id, call.body.verification_id)


@liveness.route("/verify", methods=["GET"], authorizer=authorizer)
@endpoint(liveness, Shape())
def verify(
    call: Query[verification_wire.VerificationRef],
) -> verification_wire.VerificationOut:
    """Where the verification stands; scores are not shown."""
    return verdict(call.user_id, call.query.verification_id)


def _started(session: LivenessSession, access: StreamAccess | None) -> wire.LivenessStarted:
    return wire.LivenessStarted(
        session_id=session.session_id,
        nonce=session.nonce,
        expires_at=session.valid_until,
        challenges=[
            wire.ChallengeOut(
                id=challenge.id,
                gesture=challenge.gesture,
                prompt=PROMPTS[challenge.gesture],
                frames=challenge.frames,
            )
            for challenge in session.challenges
        ],
        stream=wire.StreamOut.model_validate(access, from_attributes=True) if access else None,
    )
