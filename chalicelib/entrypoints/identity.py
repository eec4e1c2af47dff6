"""Cognito triggers. They must never raise: an error here would refuse the user's sign-up."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.application.process import application
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
