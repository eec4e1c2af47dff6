"""Cognito triggers. They must never raise: an error here would refuse the user's sign-up."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.domain.languages import pool
from chalicelib.entrypoints.runtime import Payload, count, step, within_reach

identity = Blueprint(__name__)
#: Cognito waits no longer for a trigger, and then refuses the person.
COGNITO_SECONDS = 5.0


@identity.lambda_function(name="cognito-post-confirmation")
def post_confirmation(event: Payload, context: Any) -> Payload:
    """A user is confirmed: announce it. Whoever is missed is found by the nightly reconcile."""
    if event.get("triggerSource") != "PostConfirmation_ConfirmSignUp":
        return event
    try:
        with within_reach(context, COGNITO_SECONDS), step("post_confirmation", {}):
            application().registration.announce(event["request"]["userAttributes"])
    except Exception:  # logged by `step`; counted here; found by the reconcile
        count("RegistrationsMissed")
    return event


@identity.lambda_function(name="cognito-custom-message")
def custom_message(event: Payload, _context: Any) -> Payload:
    """The pool sends a code or an invitation: in the language of whom it is for.

    Whatever goes wrong leaves the pool's own words: it would send nothing, and refuse the person.
    """
    try:
        language = event["request"]["userAttributes"].get("locale") or ""
        event["response"] |= pool.message(event["triggerSource"], language)
    except (AttributeError, KeyError, TypeError):
        count("MessagesInEnglish")
    return event
