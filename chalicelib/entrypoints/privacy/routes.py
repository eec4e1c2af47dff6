"""A person's own data: a copy, and erasure."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import privacy as wire
from chalicelib.domain.privacy.holdings import StoreFate
from chalicelib.domain.privacy.privacy import Receipt
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call
from chalicelib.entrypoints.runtime import Shape, endpoint

privacy = Blueprint(__name__)


@privacy.route("/me/export", methods=["GET"], authorizer=authorizer)
@endpoint(privacy, Shape())
def export(call: Call[None]) -> wire.PersonalData:
    """A copy of everything we hold about the signed-in user."""
    copy = application().privacy.export(call.caller.must_have_signed_in_lately())
    return wire.PersonalData(
        user_id=copy.user_id,
        exported_at=copy.exported_at,
        account=copy.account,
        registry=copy.registry,
        profile=copy.profile,
        onboardings=copy.onboardings,
        verifications=copy.verifications,
        history=copy.history,
        withheld=[wire.Withheld(what=what, law=law) for what, law in copy.withheld.items()],
    )


@privacy.route("/me", methods=["DELETE"], authorizer=authorizer)
@endpoint(privacy, Shape(erasing=True))
def erase(call: Call[None]) -> wire.ErasureReceipt:
    """Removes the signed-in user's data; the receipt says what law keeps, and until when."""
    return receipt(application().erasure.erase(call.caller.must_have_signed_in_lately()))


def receipt(given: Receipt) -> wire.ErasureReceipt:
    """What an erasure removed and what stays, on the wire."""
    return wire.ErasureReceipt(
        receipt_id=given.receipt_id,
        user_id=given.user_id,
        erased_at=given.at,
        erased=dict(given.erased),
        kept=[wire.Kept(what=one.what, until=one.until, law=one.law) for one in given.kept],
        stores=[_fate(one) for one in given.stores],
        backups_end_by=given.backups_end_by,
    )


def _fate(one: StoreFate) -> wire.StoreFate:
    said = {"until": one.until, "law": one.law, "why": one.why}
    return wire.StoreFate.model_validate(
        {"store": one.store, "outcome": one.outcome, **{k: v for k, v in said.items() if v}}
    )
