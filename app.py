"""The Chalice application: every Lambda and every REST route, and nothing else."""

from chalice.app import Chalice, CORSConfig

from chalicelib.entrypoints.accounts.routes import accounts
from chalicelib.entrypoints.applicants.iam import signed
from chalicelib.entrypoints.applicants.routes import applicants
from chalicelib.entrypoints.applicants.sessions import sessions
from chalicelib.entrypoints.applicants.verifications import backends
from chalicelib.entrypoints.auth_tasks import auth_tasks
from chalicelib.entrypoints.documents.routes import PICTURES, uploads
from chalicelib.entrypoints.feeds.routes import feeds
from chalicelib.entrypoints.followers import followers
from chalicelib.entrypoints.identity import identity
from chalicelib.entrypoints.levels.routes import levels
from chalicelib.entrypoints.liveness.routes import liveness
from chalicelib.entrypoints.privacy.routes import privacy
from chalicelib.entrypoints.reviews.routes import PAPERS, reviews
from chalicelib.entrypoints.routes_service import service
from chalicelib.entrypoints.runtime import problem_json_middleware
from chalicelib.entrypoints.tasks import tasks
from chalicelib.entrypoints.triggers import triggers
from chalicelib.entrypoints.vendors.routes import webhooks
from chalicelib.entrypoints.verifications.routes import verifications
from chalicelib.entrypoints.webhook_tasks import webhook_tasks
from chalicelib.settings import site_origin

app = Chalice(app_name="vestibule", configure_logs=False)
app.api.binary_types = [*dict.fromkeys((*PICTURES, *PAPERS)), "application/octet-stream"]
app.api.cors = CORSConfig(
    allow_origin=site_origin(),
    allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Api-Key"],
    expose_headers=["Retry-After"],
    max_age=600,
)

app.register_middleware(problem_json_middleware, "http")
for blueprint in (
    accounts,
    applicants,
    sessions,
    backends,
    feeds,
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
app.register_blueprint(signed(app.routes))
for blueprint in (tasks, auth_tasks, triggers, identity, webhook_tasks, followers):
    app.register_blueprint(blueprint)
