"""The outside on AWS: each service behind its port, made at first use."""

import base64
import os
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.aws.clients import client
from chalicelib.domain.errors import NotFound
from chalicelib.outside.plug_ins import SCREENERS, VENDORS
from chalicelib.settings import Settings, WorkflowProvider

if TYPE_CHECKING:
    from chalicelib.adapters.accounts.cognito import CognitoIdentity
    from chalicelib.adapters.accounts.oidc import OidcTokens
    from chalicelib.adapters.accounts.users_postgres import PostgresUsers
    from chalicelib.adapters.aws.counters import DynamoLimits
    from chalicelib.adapters.aws.due import DynamoDue
    from chalicelib.adapters.aws.guarded import Guard, GuardedFaces, GuardedReader
    from chalicelib.adapters.aws.messages import AwsMessages, EventBus, SqsQueue
    from chalicelib.adapters.aws.sealing import SealedTokens, Sealer
    from chalicelib.adapters.aws.secrets import Secrets
    from chalicelib.adapters.aws.tables import DynamoTransactions
    from chalicelib.adapters.documents.barcodes import DocumentScanner
    from chalicelib.adapters.documents.images import PillowImages
    from chalicelib.adapters.documents.papers import CleanPapers
    from chalicelib.adapters.liveness.face_collection import RekognitionCollection
    from chalicelib.adapters.liveness.face_liveness import RekognitionLiveness
    from chalicelib.adapters.privacy.audit_log import DynamoAudit, KmsSigner
    from chalicelib.adapters.screening.approved import DynamoApproved
    from chalicelib.adapters.screening.compiled import S3Watchlists
    from chalicelib.adapters.vendors.calling import Tools
    from chalicelib.adapters.vendors.posting import GuardedPoster
    from chalicelib.outside import Outside
    from chalicelib.outside.aws_records import AwsRecords
    from chalicelib.services import ports
    from chalicelib.services.screening.screening import Screener
    from chalicelib.services.vendors.ports import KycProvider


class AwsOutside:
    """Everything of one deployment, by the names in its settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._providers: dict[str, KycProvider] = {}

    def now(self) -> datetime:
        """The time, in UTC. On a laptop the clock can be moved."""
        moment = datetime.now(UTC)
        if self.settings.local:
            offset = float(os.environ.get("VESTIBULE_CLOCK_OFFSET_SECONDS", "0"))
            return moment + timedelta(seconds=offset)
        return moment

    def new_id(self) -> str:
        """A random identifier nobody can guess (RFC 9562, version 4)."""
        return str(uuid.uuid4())

    @cached_property
    def _secrets(self) -> "Secrets":
        from chalicelib.adapters.aws.secrets import Secrets

        return Secrets(client("secretsmanager"))

    def pepper(self) -> bytes:
        """The key of all keyed hashes."""
        return base64.b64decode(self._secrets.get(self.settings.secret_pepper)["pepper"])

    @cached_property
    def records(self) -> "AwsRecords":
        from chalicelib.outside.aws_records import AwsRecords

        return AwsRecords(self.settings)

    @cached_property
    def transactions(self) -> "DynamoTransactions":
        from chalicelib.adapters.aws.tables import DynamoTransactions

        return DynamoTransactions(client("dynamodb"))

    @cached_property
    def audit(self) -> "DynamoAudit":
        from chalicelib.adapters.privacy.audit_log import DynamoAudit

        s = self.settings
        return DynamoAudit(client("dynamodb"), s.table_kyc_audit_log, s.audit_years, self.now)

    @cached_property
    def signer(self) -> "KmsSigner":
        from chalicelib.adapters.privacy.audit_log import KmsSigner

        return KmsSigner(client("kms"), self.settings.key_audit_arn)

    @cached_property
    def limits(self) -> "DynamoLimits":
        from chalicelib.adapters.aws.counters import DynamoLimits

        return DynamoLimits(client("dynamodb"), self.settings.table_rate_limits, self.now)

    @cached_property
    def due(self) -> "DynamoDue":
        from chalicelib.adapters.aws.due import DynamoDue

        return DynamoDue(client("dynamodb"), self.settings.table_marks)

    @cached_property
    def approved(self) -> "DynamoApproved":
        from chalicelib.adapters.screening.approved import DynamoApproved

        return DynamoApproved(client("dynamodb"), self.settings.table_verifications)

    @cached_property
    def users(self) -> "PostgresUsers":
        from chalicelib.adapters.accounts.users_postgres import PostgresUsers
        from chalicelib.adapters.aws.data_api import DataApi

        s, patience = self.settings, self.settings.database_patience_seconds
        name, secret = s.database_name, s.secret_database
        return PostgresUsers(DataApi(client("rds-data"), s.database_arn, secret, name, patience))

    @cached_property
    def identity(self) -> "CognitoIdentity":
        from chalicelib.adapters.accounts.cognito import CognitoIdentity
        from chalicelib.domain.accounts.staff import directory

        s = self.settings
        return CognitoIdentity(
            client("cognito-idp"),
            s.user_pool_id,
            lambda: self._secrets.get(s.secret_cognito_client),
            directory(s.staff_provider, s.staff_groups, s.staff_factors),
        )

    @cached_property
    def seals(self) -> "Sealer":
        from chalicelib.adapters.aws.sealing import Sealer

        return Sealer(client("kms"), self.settings.key_tokens_arn)

    @cached_property
    def workflow(self) -> "ports.Workflow":
        """Step Functions, or the mock that answers at once."""
        if self.settings.workflow_provider == WorkflowProvider.MOCK:
            from chalicelib.adapters.memory import MemoryWorkflow

            return MemoryWorkflow()
        from chalicelib.adapters.aws.workflow import StepFunctions

        return StepFunctions(client("stepfunctions"), self.settings.state_machine_onboarding)

    @cached_property
    def tokens(self) -> "SealedTokens":
        from chalicelib.adapters.aws.sealing import SealedTokens

        s = self.settings
        return SealedTokens(client("dynamodb"), s.table_task_tokens, self.seals, s.table_marks)

    @cached_property
    def messages(self) -> "AwsMessages":
        from chalicelib.adapters.aws.messages import AwsMessages

        s = self.settings
        return AwsMessages(
            ses=client("ses"),
            sns=client("sns"),
            sender=s.email_sender,
            prefix=s.ses_template_prefix,
            site=s.site_origin,
            user_topic=s.topic_user_notifications,
            admin_topic=s.topic_admin_alerts,
            configuration_set=s.ses_configuration_set,
        )

    @cached_property
    def account_events(self) -> "EventBus":
        from chalicelib.adapters.aws.messages import EventBus

        return EventBus(client("events"), self.settings.event_bus, "vestibule.accounts")

    @cached_property
    def verification_events(self) -> "EventBus":
        """The same bus; the source is the table of verifications."""
        from chalicelib.adapters.aws.messages import EventBus
        from chalicelib.domain.events.verification_events import SOURCE

        return EventBus(client("events"), self.settings.event_bus, SOURCE)

    @cached_property
    def pictures_to_read(self) -> "SqsQueue":
        """What the bucket of documents told its queue."""
        from chalicelib.adapters.aws.messages import SqsQueue

        return SqsQueue(client("sqs"), self.settings.queue_documents_url)

    @cached_property
    def comparisons(self) -> "SqsQueue":
        from chalicelib.adapters.aws.messages import SqsQueue

        return SqsQueue(client("sqs"), self.settings.queue_liveness_checks_url)

    @cached_property
    def webhook_queue(self) -> "SqsQueue":
        from chalicelib.adapters.aws.messages import SqsQueue

        return SqsQueue(client("sqs"), self.settings.queue_webhooks_url)

    @cached_property
    def document_pictures(self) -> "ports.DocumentPictures":
        from chalicelib.adapters.aws.objects import S3Objects

        return S3Objects(client("s3"), self.settings.bucket_id_uploads, "documentPictures")

    @cached_property
    def live_frames(self) -> "ports.LiveFrames":
        from chalicelib.adapters.aws.objects import S3Objects

        return S3Objects(client("s3"), self.settings.bucket_live_frames, "frames")

    @cached_property
    def readings(self) -> "ports.Readings":
        from chalicelib.adapters.aws.objects import S3Objects

        return S3Objects(client("s3"), self.settings.bucket_ocr_raw, "readings")

    @cached_property
    def attached_files(self) -> "ports.AttachedFiles":
        from chalicelib.adapters.aws.objects import S3Objects

        return S3Objects(client("s3"), self.settings.bucket_attachments, "attachments")

    @cached_property
    def watchlist_files(self) -> "ports.WatchlistFiles":
        from chalicelib.adapters.aws.objects import S3Objects

        return S3Objects(client("s3"), self.settings.bucket_watchlists, "watchlists")

    @cached_property
    def audit_vault(self) -> "ports.AuditVault":
        """There only where Terraform made the locked bucket."""
        from chalicelib.adapters.aws.objects import S3Objects

        return S3Objects(client("s3"), self.settings.bucket_audit_log, "auditLog")

    @cached_property
    def images(self) -> "PillowImages":
        from chalicelib.adapters.documents.images import PillowImages

        return PillowImages(self.settings.upload_min_pixels, self.settings.upload_max_pixels)

    @cached_property
    def frame_images(self) -> "PillowImages":
        from chalicelib.adapters.documents.images import PillowImages

        return PillowImages(120, 5_000_000)

    @cached_property
    def papers(self) -> "CleanPapers":
        from chalicelib.adapters.documents.images import PillowImages
        from chalicelib.adapters.documents.papers import CleanPapers

        return CleanPapers(PillowImages(16, self.settings.upload_max_pixels))

    @cached_property
    def scanner(self) -> "DocumentScanner":
        from chalicelib.adapters.documents.barcodes import DocumentScanner

        return DocumentScanner()

    @cached_property
    def reader(self) -> "GuardedReader":
        from chalicelib.adapters.aws.guarded import GuardedReader
        from chalicelib.adapters.aws.vision import TextractReader

        reader = TextractReader(client("textract"), self.settings.textract_features)
        return GuardedReader(reader, self._guard("textract"))

    @cached_property
    def faces(self) -> "GuardedFaces":
        from chalicelib.adapters.aws.guarded import GuardedFaces
        from chalicelib.adapters.aws.vision import RekognitionFaces

        return GuardedFaces(RekognitionFaces(client("rekognition")), self._guard("rekognition"))

    @cached_property
    def managed_face_liveness(self) -> "RekognitionLiveness":
        from chalicelib.adapters.liveness.face_liveness import Lender, RekognitionLiveness

        role = self.settings.role_face_liveness
        lender = Lender(client("sts"), role) if role else None
        return RekognitionLiveness(client("rekognition"), lender)

    @cached_property
    def enrolled_faces(self) -> "RekognitionCollection":
        from chalicelib.adapters.liveness.face_collection import RekognitionCollection

        return RekognitionCollection(client("rekognition"), f"vestibule-{self.settings.env}-people")

    def frames_apart(self, one: bytes, other: bytes, enough: float) -> float:
        """How far two frames are from being one picture."""
        from chalicelib.adapters.liveness.sameness import distance

        return distance(one, other, enough)

    @cached_property
    def watchlist_store(self) -> "S3Watchlists":
        from chalicelib.adapters.screening.compiled import S3Watchlists

        return S3Watchlists(self.watchlist_files, self.settings.screening_threshold)

    @cached_property
    def screeners(self) -> "Sequence[Screener]":
        """The chosen sources."""
        s = self.settings
        return tuple(import_module(SCREENERS[n]).build(s, self.vendor_tools) for n in s.screeners)

    def provider(self, name: str) -> "KycProvider":
        """A KYC provider by name; NotFound."""
        if name not in VENDORS:
            raise NotFound("no such provider", "provider_unknown")
        if name not in self._providers:
            self._providers[name] = import_module(VENDORS[name]).build(self.vendor_tools(name))
        return self._providers[name]

    def vendor_tools(self, name: str) -> "Tools":
        """What a vendor's adapter is made of."""
        from chalicelib.adapters.vendors.breaking import breaker
        from chalicelib.adapters.vendors.calling import Tools

        secret = f"vestibule-{self.settings.env}/providers/{name}"
        return Tools(
            credentials=lambda: self._secrets.get(secret),
            breaker=breaker(name, self.records.breakers, self.now, _breaker_opened),
            now=self.now,
            base_url=self.settings.vendor_base_url,
            accepts_test=self.settings.env != "prod",
        )

    @cached_property
    def poster(self) -> "GuardedPoster":
        from chalicelib.adapters.vendors.posting import GuardedPoster

        return GuardedPoster(loopback=self.settings.local)

    @cached_property
    def provider_tokens(self) -> "OidcTokens | None":
        from chalicelib.adapters.accounts.fetching import GuardedReader
        from chalicelib.adapters.accounts.oidc import OidcTokens

        s = self.settings
        if not s.oidc_issuer or not s.oidc_audience:
            return None
        read = GuardedReader(loopback=s.local).read
        return OidcTokens(issuer=s.oidc_issuer, audience=s.oidc_audience, read=read, now=self.now)

    def signing_secrets(self) -> Sequence[str]:
        """What our own webhooks are signed with, the newest first."""
        name = f"vestibule-{self.settings.env}/providers/outbound"
        value: Any = self._secrets.get(name).get("secrets", "")
        return tuple(value.split()) if isinstance(value, str) else tuple(value)

    def _guard(self, engine: str) -> "Guard":
        """The breaker of an engine, shared by all processes."""
        from chalicelib.adapters.aws.guarded import Guard
        from chalicelib.adapters.vendors.breaking import SharedStorage

        storage = SharedStorage(f"engine#{engine}", self.records.breakers, self.now)
        return Guard(engine, storage, _breaker_opened)


def _breaker_opened() -> None:
    """A vendor is not called any more because it fails: a metric, and an alarm on it."""
    from aws_lambda_powertools.metrics import MetricUnit, single_metric

    with single_metric("BreakerOpened", MetricUnit.Count, 1, namespace="Vestibule") as one:
        one.add_dimension("service", "vestibule")


if TYPE_CHECKING:
    _whole: Outside = AwsOutside(Settings())  # every part is there and fits
