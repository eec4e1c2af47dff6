"""A person's own data: a copy, and erasure."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, endpoint

privacy = Blueprint(__name__)


@privacy.route("/me/export", methods=["GET"], authorizer=authorizer)
@endpoint(privacy, Shape(answer="PersonalData"))
def export(call: Call[None]) -> dict[str, Any]:
    """A copy of everything we hold about the signed-in user."""
    return application().privacy.export(call.caller.must_have_signed_in_lately())


@privacy.route("/me", methods=["DELETE"], authorizer=authorizer)
@endpoint(privacy, Shape(answer="ErasureReceipt", erasing=True))
def erase(call: Call[None]) -> dict[str, Any]:
    """Removes the signed-in user's data; the receipt says what law keeps, and until when."""
    return application().erasure.erase(call.caller.must_have_signed_in_lately())
