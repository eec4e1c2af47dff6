"""Accounts: signing up, signing in, from the pool to the registry; what may be asked how often."""

from functools import cache, partial

from chalicelib.domain.limits import Paid
from chalicelib.services.accounts.accounts import Accounts
from chalicelib.services.accounts.authentication import Authentication
from chalicelib.services.accounts.registration import Registration
from chalicelib.services.accounts.renewals import Renewals
from chalicelib.services.accounts.sign_in import SignIn
from chalicelib.services.budgets import Budgets
from chalicelib.services.documents.documents import keyed_hash
from chalicelib.wiring.followers import catch_up
from chalicelib.wiring.outside import events, identity, messages, resumer, sealer, users, workflow
from chalicelib.wiring.people import door
from chalicelib.wiring.process import new_id, now, pepper, settings
from chalicelib.wiring.stores import (
    codes,
    limits,
    marks,
    onboardings,
    rescreening_pages,
    tombstones,
)


@cache
def budgets() -> Budgets:
    """How often what may be asked."""
    s = settings()
    a_day = {
        Paid.SMS: s.sms_per_day,
        Paid.MAIL: s.mails_per_day,
        Paid.TEXTRACT: s.textract_per_day,
        Paid.REKOGNITION: s.rekognition_per_day,
        Paid.LIVENESS: s.liveness_per_day,
        Paid.VENDOR: s.vendor_sessions_per_day,
    }
    return Budgets(limits(), messages(), a_day)


@cache
def accounts() -> Accounts:
    """Signing up."""
    return Accounts(
        identity(),
        onboardings(),
        codes(),
        marks(),
        workflow(),
        resumer(),
        messages(),
        budgets(),
        tuple(settings().sms_countries.split()),
        pepper(),
        partial(keyed_hash, pepper()),
        now,
    )


@cache
def sign_in() -> SignIn:
    """Signing in."""
    return SignIn(identity(), budgets(), door(), registration().announce)


@cache
def renewals() -> Renewals:
    """Staying signed in."""
    hashed = partial(keyed_hash, pepper())
    return Renewals(identity(), marks(), door(), messages(), hashed, now)


@cache
def authentication() -> Authentication:
    """The steps of system B."""
    s = settings()
    return Authentication(identity(), sealer(), s.auto_confirm, plain_allowed=s.local)


@cache
def registration() -> Registration:
    """From the user pool to the registry."""
    return Registration(
        events(), users(), identity(), tombstones(), now, new_id, catch_up, rescreening_pages()
    )
