"""Every setting, once: its sentence, its unit, its default.

Sources, first wins: environment variable `VESTIBULE_<NAME>`; the parameter
`/vestibule/<env>/platform` (JSON, written by Terraform, read once per process); the default here.
Secrets are never settings: settings hold their Secrets Manager names.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any


def _doc(text: str) -> dict[str, str]:
    return {"doc": text}


@dataclass(frozen=True, slots=True)
class Settings:
    """All knobs. Names of AWS resources come from Terraform; the rest is policy."""

    env: str = field(default="local", metadata=_doc("name of the environment"))
    workflow_provider: str = field(
        default="step-functions", metadata=_doc("`step-functions`, or `mock` for unit tests and UI")
    )
    kyc_providers: str = field(
        default="in_house",
        metadata=_doc("who verifies, comma separated; the next one is asked if one is down"),
    )
    kyc_choice: bool = field(
        default=False, metadata=_doc("whether the caller may name one of the KYC providers")
    )
    vendor_base_url: str = field(
        default="", metadata=_doc("where KYC vendors are instead of at their own addresses; fakes")
    )
    outbound_urls: str = field(
        default="", metadata=_doc("addresses of yours told of status changes, separated by blanks")
    )
    screeners: str = field(
        default="public_lists", metadata=_doc("screening sources, comma separated; stricter wins")
    )
    face_similarity: float = field(
        default=85.0, metadata=_doc("mean similarity (0-100) of live frames and document portrait")
    )
    liveness_engine: str = field(
        default="gestures",
        metadata=_doc("`gestures` (assurance basic) or `rekognition` (Face Liveness, high)"),
    )
    liveness_confidence: float = field(
        default=90.0, metadata=_doc("confidence (0-100) the managed liveness check must reach")
    )
    same_person: float = field(
        default=95.0,
        metadata=_doc("similarity (0-100) from which another user's face asks for a review"),
    )
    find_same_person: bool = field(
        default=False,
        metadata=_doc("whether faces are enrolled and searched for people with two accounts"),
    )
    minimum_age: int = field(default=18, metadata=_doc("years a person must have reached"))
    screening_threshold: float = field(
        default=0.8, metadata=_doc("score (0-1) from which a name counts as a potential match")
    )
    watchlist_origin: str = field(
        default="", metadata=_doc("`issuers` or `bucket`; empty: the bucket in `local` only")
    )
    verification_days: int = field(
        default=7, metadata=_doc("days a verification stays open for pictures")
    )
    media_days: int = field(
        default=30, metadata=_doc("days pictures are kept after the decision, unless on legal hold")
    )
    audit_years: int = field(
        default=6, metadata=_doc("years audit entries are kept (the legal retention)")
    )
    upload_max_bytes: int = field(
        default=10_000_000, metadata=_doc("largest picture accepted, in bytes")
    )
    upload_min_pixels: int = field(default=300, metadata=_doc("shortest side accepted, in pixels"))
    upload_max_pixels: int = field(
        default=50_000_000, metadata=_doc("largest picture accepted, in pixels (decoded)")
    )
    auto_confirm: bool = field(
        default=True, metadata=_doc("workflow B confirms a signed-up user at once")
    )
    clock_offset_seconds: float = field(
        default=0.0, metadata=_doc("seconds the clock is moved by; heeded only in `local`")
    )
    site_origin: str = field(
        default="http://127.0.0.1:5173", metadata=_doc("origin of the site, for CORS and links")
    )
    email_sender: str = field(default="", metadata=_doc("address that mails are sent from"))
    ses_template_prefix: str = field(
        default="", metadata=_doc("what the SES template names begin with")
    )
    bucket_id_uploads: str = field(default="", metadata=_doc("bucket of identity documents"))
    bucket_live_frames: str = field(default="", metadata=_doc("bucket of liveness frames"))
    bucket_ocr_raw: str = field(default="", metadata=_doc("bucket of raw OCR answers"))
    bucket_watchlists: str = field(default="", metadata=_doc("bucket of compiled watchlists"))
    bucket_audit_log: str = field(
        default="", metadata=_doc("locked bucket of audit checkpoints; empty where there is none")
    )
    table_onboardings: str = field(default="", metadata=_doc("table of onboardings"))
    table_profiles: str = field(default="", metadata=_doc("table of profiles"))
    table_verifications: str = field(default="", metadata=_doc("table of verifications"))
    table_liveness_sessions: str = field(default="", metadata=_doc("table of liveness sessions"))
    table_kyc_ocr_data: str = field(default="", metadata=_doc("table KycOcrData"))
    table_kyc_audit_log: str = field(default="", metadata=_doc("table KycAuditLog"))
    table_reviews: str = field(default="", metadata=_doc("table of review cases"))
    table_task_tokens: str = field(default="", metadata=_doc("table of sealed task tokens"))
    table_phone_codes: str = field(default="", metadata=_doc("table of phone code hashes"))
    table_idempotency: str = field(default="", metadata=_doc("table of idempotent answers"))
    table_rate_limits: str = field(default="", metadata=_doc("table of rate-limit counters"))
    table_screening_decisions: str = field(
        default="", metadata=_doc("table of remembered false positives")
    )
    table_rescreenings: str = field(default="", metadata=_doc("table of rescreening work"))
    table_webhook_events: str = field(default="", metadata=_doc("table of seen vendor events"))
    table_breakers: str = field(default="", metadata=_doc("table of circuit breakers"))
    table_document_numbers: str = field(
        default="", metadata=_doc("table of keyed hashes of document numbers")
    )
    database_patience_seconds: float = field(
        default=25.0,
        metadata=_doc("seconds a call waits for a database that resumes from its pause"),
    )
    user_pool_id: str = field(default="", metadata=_doc("Cognito user pool"))
    user_pool_client_id: str = field(default="", metadata=_doc("Cognito app client"))
    secret_cognito_client: str = field(default="", metadata=_doc("secret of the app client"))
    secret_pepper: str = field(default="", metadata=_doc("secret key of all keyed hashes"))
    secret_database: str = field(default="", metadata=_doc("secret of the user registry"))
    database_arn: str = field(default="", metadata=_doc("cluster of the user registry"))
    database_name: str = field(default="vestibule", metadata=_doc("database of the user registry"))
    topic_user_notifications: str = field(default="", metadata=_doc("topic told of user notices"))
    topic_admin_alerts: str = field(default="", metadata=_doc("topic told of faults"))
    event_bus: str = field(default="", metadata=_doc("EventBridge bus"))
    queue_liveness_checks_url: str = field(default="", metadata=_doc("queue of face comparisons"))
    queue_webhooks_url: str = field(default="", metadata=_doc("queue of vendor webhooks"))
    state_machine_onboarding: str = field(default="", metadata=_doc("state machine A"))
    state_machine_authentication: str = field(default="", metadata=_doc("state machine B"))
    key_data_arn: str = field(default="", metadata=_doc("KMS key of data at rest"))
    key_tokens_arn: str = field(default="", metadata=_doc("KMS key of tokens and sealed secrets"))
    key_audit_arn: str = field(default="", metadata=_doc("KMS key that signs audit checkpoints"))

    @property
    def local(self) -> bool:
        """True on a laptop; switches nothing but the movable clock and the refusal of secrets."""
        return self.env == "local"


def _cast(kind: Any, value: Any) -> Any:
    """The value in the field's own type."""
    if kind is bool:
        return (
            value if isinstance(value, bool) else str(value).lower() in {"1", "true", "yes", "on"}
        )
    return kind(value)


def load(
    environment: Mapping[str, str] | None = None,
    parameters: Callable[[str], str] | None = None,
) -> Settings:
    """The settings of this process; `parameters` reads one Parameter Store value by name."""
    environment = os.environ if environment is None else environment
    env = environment.get("VESTIBULE_ENV", "local")
    platform = json.loads(parameters(f"/vestibule/{env}/platform")) if parameters else {}
    chosen: dict[str, Any] = {}
    for spec in fields(Settings):
        value = environment.get(f"VESTIBULE_{spec.name.upper()}", platform.get(spec.name))
        if value is not None:
            chosen[spec.name] = _cast(spec.type, value)
    return Settings(**chosen)


def user_pool_arn() -> str:
    """The pool's ARN for the API's authorizer; Chalice needs it when it packages the routes."""
    return os.environ.get(
        "VESTIBULE_USER_POOL_ARN", "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/local"
    )


def site_origin() -> str:
    """The origin of the site, for CORS; known when the routes are packaged, not only when run."""
    return os.environ.get("VESTIBULE_SITE_ORIGIN", Settings().site_origin)
