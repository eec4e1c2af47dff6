"""What stands outside: AWS services behind ports."""

from functools import cache
from typing import Any

from chalicelib.adapters.aws.clients import client
from chalicelib.services import ports
from chalicelib.services.privacy.tombstones import LivingObjects
from chalicelib.services.vendors import ports as vendor_ports
from chalicelib.services.verifications.workflow import Resumer
from chalicelib.wiring.process import now, secrets, settings


@cache
def identity() -> ports.Identity:
    """The user pool."""
    from chalicelib.adapters.accounts.cognito import CognitoIdentity

    name = settings().secret_cognito_client
    return CognitoIdentity(
        client("cognito-idp"), settings().user_pool_id, lambda: secrets().get(name)
    )


@cache
def messages() -> ports.Messages:
    """Mail, SMS, alerts."""
    from chalicelib.adapters.aws.messages import AwsMessages

    s = settings()
    return AwsMessages(
        client("ses"),
        client("sns"),
        s.email_sender,
        s.ses_template_prefix,
        s.site_origin,
        s.topic_user_notifications,
        s.topic_admin_alerts,
        s.ses_configuration_set,
    )


@cache
def events() -> ports.Events:
    """The event bus."""
    from chalicelib.adapters.aws.messages import EventBus

    return EventBus(client("events"), settings().event_bus, "vestibule.accounts")


@cache
def verification_events() -> ports.Events:
    """The same bus; the source is the table of verifications."""
    from chalicelib.adapters.aws.messages import EventBus
    from chalicelib.domain.events.verification_events import SOURCE

    return EventBus(client("events"), settings().event_bus, SOURCE)


@cache
def sealer() -> Any:
    """Seals tokens and workflow secrets."""
    from chalicelib.adapters.aws.sealing import Sealer

    return Sealer(client("kms"), settings().key_tokens_arn)


@cache
def workflow() -> ports.Workflow:
    """Step Functions, or the mock that answers at once."""
    if settings().workflow_provider == "mock":
        from chalicelib.adapters.memory import MemoryWorkflow

        return MemoryWorkflow()
    from chalicelib.adapters.aws.workflow import StepFunctions

    return StepFunctions(client("stepfunctions"), settings().state_machine_onboarding)


@cache
def tokens() -> ports.Tokens:
    """Task tokens of waiting steps, sealed."""
    from chalicelib.adapters.aws.sealing import SealedTokens

    s = settings()
    return SealedTokens(client("dynamodb"), s.table_task_tokens, sealer(), s.table_marks)


@cache
def resumer() -> Resumer:
    """Wakes waiting steps."""
    return Resumer(tokens(), workflow(), now)


def bucket(name: str) -> ports.Objects:
    from chalicelib.adapters.aws.objects import S3Objects

    return S3Objects(client("s3"), name)


def persons_bucket(name: str) -> ports.Objects:
    """A bucket of people's pictures and readings: it keeps nothing about who was erased."""
    from chalicelib.wiring.stores import tombstones

    return LivingObjects(bucket(name), tombstones())


@cache
def users() -> Any:
    """The registry in PostgreSQL."""
    from chalicelib.adapters.accounts.users_postgres import PostgresUsers
    from chalicelib.adapters.aws.data_api import DataApi

    s = settings()
    return PostgresUsers(
        DataApi(
            client("rds-data"),
            s.database_arn,
            s.secret_database,
            s.database_name,
            s.database_patience_seconds,
        )
    )


@cache
def images() -> ports.Images:
    """Pillow."""
    from chalicelib.adapters.documents.images import PillowImages

    return PillowImages(settings().upload_min_pixels, settings().upload_max_pixels)


@cache
def scanner() -> ports.Scanner:
    """ZXing and Pillow."""
    from chalicelib.adapters.documents.barcodes import DocumentScanner

    return DocumentScanner()


@cache
def frame_images() -> ports.Images:
    """Pillow with the limits of liveness frames."""
    from chalicelib.adapters.documents.images import PillowImages

    return PillowImages(120, 5_000_000)


@cache
def comparisons() -> ports.Queue:
    """Sessions whose frames are to be compared."""
    from chalicelib.adapters.aws.messages import SqsQueue

    return SqsQueue(client("sqs"), settings().queue_liveness_checks_url)


@cache
def faces() -> ports.Faces:
    """Rekognition."""
    from chalicelib.adapters.aws.guarded import GuardedFaces
    from chalicelib.adapters.aws.vision import RekognitionFaces

    return GuardedFaces(RekognitionFaces(client("rekognition")), _guard("rekognition"))


@cache
def managed_face_liveness() -> ports.ManagedFaceLiveness:
    """Rekognition Face Liveness."""
    from chalicelib.adapters.liveness.face_liveness import RekognitionLiveness

    return RekognitionLiveness(client("rekognition"))


@cache
def enrolled_faces() -> ports.EnrolledFaces | None:
    """The faces of applicants, in a Rekognition collection; None where nobody is enrolled."""
    from chalicelib.adapters.liveness.face_collection import RekognitionCollection

    if not settings().find_same_person:
        return None
    name = f"vestibule-{settings().env}-people"
    return RekognitionCollection(client("rekognition"), name)


@cache
def reader() -> ports.Reader:
    """Textract."""
    from chalicelib.adapters.aws.guarded import GuardedReader
    from chalicelib.adapters.aws.vision import TextractReader

    return GuardedReader(
        TextractReader(client("textract"), settings().textract_features), _guard("textract")
    )


def _guard(engine: str) -> Any:
    """The breaker of an engine, shared by all processes."""
    from chalicelib.adapters.aws.guarded import Guard
    from chalicelib.adapters.vendors.breaking import SharedStorage
    from chalicelib.wiring.stores import breaker_rows

    storage = SharedStorage(f"engine#{engine}", breaker_rows(), now)
    return Guard(engine, storage, _breaker_opened)


@cache
def webhook_queue() -> vendor_ports.LaterQueue:
    """What vendors said, and what we say."""
    from chalicelib.adapters.aws.messages import SqsQueue

    return SqsQueue(client("sqs"), settings().queue_webhooks_url)


@cache
def poster() -> vendor_ports.Poster:
    """Posts to the company's own systems."""
    from chalicelib.adapters.vendors.posting import GuardedPoster

    return GuardedPoster(loopback=settings().local)


def vendor_tools(name: str) -> Any:
    """What a KYC provider's adapter is made of."""
    from chalicelib.adapters.vendors.breaking import breaker
    from chalicelib.adapters.vendors.calling import Tools
    from chalicelib.wiring.stores import breaker_rows

    s = settings()
    secret = f"vestibule-{s.env}/providers/{name}"
    return Tools(
        credentials=lambda: secrets().get(secret),
        breaker=breaker(name, breaker_rows(), now, _breaker_opened),
        now=now,
        base_url=s.vendor_base_url,
    )


def _breaker_opened() -> None:
    """A vendor is not called any more because it fails: a metric, and an alarm on it."""
    from aws_lambda_powertools.metrics import MetricUnit, single_metric

    with single_metric("BreakerOpened", MetricUnit.Count, 1, namespace="Vestibule") as one:
        one.add_dimension("service", "vestibule")
