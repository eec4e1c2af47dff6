"""The Chalice application: every Lambda and every REST route, and nothing else."""

from chalice.app import Chalice, CORSConfig

from chalicelib.entrypoints.auth_tasks import auth_tasks
from chalicelib.entrypoints.followers import followers
from chalicelib.entrypoints.identity import identity
from chalicelib.entrypoints.routes_accounts import accounts
from chalicelib.entrypoints.routes_applicants import applicants
from chalicelib.entrypoints.routes_levels import levels
from chalicelib.entrypoints.routes_liveness import liveness
from chalicelib.entrypoints.routes_privacy import privacy
from chalicelib.entrypoints.routes_reviews import reviews
from chalicelib.entrypoints.routes_service import service
from chalicelib.entrypoints.routes_uploads import PICTURES, uploads
from chalicelib.entrypoints.routes_verifications import verifications
from chalicelib.entrypoints.routes_webhooks import webhooks
from chalicelib.entrypoints.runtime import own_words
from chalicelib.entrypoints.tasks import tasks
from chalicelib.entrypoints.triggers import triggers
from chalicelib.entrypoints.webhook_tasks import webhook_tasks
from chalicelib.settings import site_origin

app = Chalice(app_name="vestibule", configure_logs=False)
app.api.binary_types = [*PICTURES, "application/octet-stream"]
app.api.cors = CORSConfig(
    allow_origin=site_origin(),
    allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Api-Key"],
    expose_headers=["Retry-After"],
    max_age=600,
)

app.register_middleware(own_words, "http")
for blueprint in (
    accounts,
    applicants,
    privacy,
    uploads,
    liveness,
    verifications,
    reviews,
    levels,
    webhooks,
    service,
):
    app.register_blueprint(blueprint)
for blueprint in (tasks, auth_tasks, triggers, identity, webhook_tasks, followers):
    app.register_blueprint(blueprint)
