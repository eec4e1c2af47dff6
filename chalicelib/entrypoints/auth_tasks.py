"""One function per task of the `user-authentication` state machine.

`sealedPassword` is made by the caller with KMS Encrypt and the
encryption context `{username, execution}`; `execution` is the execution's name.
"""

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.entrypoints.runtime import Payload, task
from chalicelib.services.accounts.authentication import Sealed

auth_tasks = Blueprint(__name__)


def _sealed(event: Payload) -> Sealed:
    return Sealed(event["username"], event["execution"], event.get("sealedPassword", ""))


@auth_tasks.lambda_function(name="check-user")
@task
def check_user(event: Payload) -> Payload:
    """Is there an account of this name?"""
    return {"userExists": application().authentication.exists(event["username"])}


@auth_tasks.lambda_function(name="signup")
@task
def signup(event: Payload) -> Payload:
    """Opens and confirms the account."""
    application().authentication.sign_up(_sealed(event))
    return {"signup": "created_and_confirmed"}


@auth_tasks.lambda_function(name="login")
@task
def login(event: Payload) -> Payload:
    """Signs in; the tokens in the answer are sealed."""
    tokens = application().authentication.login(_sealed(event))
    return {"login": "success", "tokens": tokens}


@auth_tasks.lambda_function(name="logout")
@task
def logout(event: Payload) -> Payload:
    """Ends every session."""
    application().authentication.logout(event["username"], event["execution"], event["tokens"])
    return {"logout": "success"}
