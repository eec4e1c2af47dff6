"""A person's own data: a copy, and erasure."""

from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.runtime import Call, Shape, endpoint

privacy = Blueprint(__name__)


@privacy.route("/me/export", methods=["GET"], authorizer=authorizer)
@endpoint(privacy, Shape(answer="PersonalData"))
def export(call: Call) -> dict[str, Any]:
    """A copy of everything we hold about the signed-in user."""
    return wiring.privacy().export(call.caller.must_have_signed_in_lately())


@privacy.route("/me", methods=["DELETE"], authorizer=authorizer)
@endpoint(privacy, Shape(answer="ErasureReceipt", erasing=True))
def erase(call: Call) -> dict[str, Any]:
    """Removes the signed-in user's data; the receipt says what law keeps, and until when."""
    return wiring.erasure().erase(call.caller.must_have_signed_in_lately())
