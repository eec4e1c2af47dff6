"""Every setting, once: its sentence, its unit, its default.

Sources, first wins: environment variable `VESTIBULE_<NAME>`; the parameter
`/vestibule/<env>/platform` (JSON, written by Terraform, read once per process); the default here.
Secrets are never settings: settings hold their Secrets Manager names.

A value that a setting cannot have is an error on load, with the setting's name: a misspelt
provider must not be dropped in silence (setting_values.py).
"""

import json
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from chalicelib.setting_values import SettingsError as SettingsError
from chalicelib.setting_values import address, assignment, doc, in_rules, office_hours, pairs, zone
from chalicelib.setting_values import chosen as checked


class WorkflowProvider(StrEnum):
    """Who runs the onboarding workflow."""

    STEP_FUNCTIONS = "step-functions"
    MOCK = "mock"


class LivenessEngineName(StrEnum):
    """Who judges whether a living person is in front of the camera."""

    GESTURES = "gestures"
    REKOGNITION = "rekognition"


class WatchlistOrigin(StrEnum):
    """Where the files of the watchlists are fetched."""

    DEFAULT = ""
    ISSUERS = "issuers"
    BUCKET = "bucket"


@dataclass(frozen=True, slots=True)
class Settings:
    """All knobs. Names of AWS resources come from Terraform; the rest is policy."""

    env: str = field(default="local", metadata=doc("name of the environment"))
    workflow_provider: WorkflowProvider = field(
        default=WorkflowProvider.STEP_FUNCTIONS,
        metadata=doc("`step-functions`, or `mock` for unit tests and UI"),
    )
    kyc_providers: tuple[str, ...] = field(
        default=("in_house",),
        metadata=doc(
            "who verifies, comma separated; the next one is asked if one is down", names="VENDORS"
        ),
    )
    kyc_choice: bool = field(
        default=False, metadata=doc("whether the caller may name one of the KYC providers")
    )
    vendor_base_url: str = field(
        default="", metadata=doc("where KYC vendors are instead of at their own addresses; fakes")
    )
    outbound_urls: tuple[str, ...] = field(
        default=(),
        metadata=doc("addresses of yours told of status changes, separated by blanks", urls=True),
    )
    screeners: tuple[str, ...] = field(
        default=("public_lists",),
        metadata=doc("screening sources, comma separated; stricter wins", names="SCREENERS"),
    )
    textract_features: tuple[str, ...] = field(
        default=("FORMS", "TABLES"),
        metadata=doc(
            "what Textract looks for, comma separated; FORMS alone costs a quarter less",
            names="TEXTRACT_FEATURES",
        ),
    )
    face_similarity: float = field(
        default=85.0,
        metadata=doc(
            "mean similarity (0-100) of live frames and document portrait", between=(0, 100)
        ),
    )
    face_calls_at_once: int = field(
        default=12,
        metadata=doc(
            "calls of each Rekognition operation that one comparison makes at once; see its quota",
            between=(1, 50),
        ),
    )
    liveness_engine: LivenessEngineName = field(
        default=LivenessEngineName.GESTURES,
        metadata=doc("`gestures` (assurance basic) or `rekognition` (Face Liveness, high)"),
    )
    liveness_confidence: float = field(
        default=90.0,
        metadata=doc("confidence (0-100) the managed liveness check must reach", between=(0, 100)),
    )
    same_person: float = field(
        default=95.0,
        metadata=doc(
            "similarity (0-100) from which another user's face asks for a review", between=(0, 100)
        ),
    )
    find_same_person: bool = field(
        default=False,
        metadata=doc("whether faces are enrolled and searched for people with two accounts"),
    )
    chip_certificates: str = field(
        default="",
        metadata=doc("file with certificates (PEM) of states whose chips are believed; or none"),
    )
    minimum_age: int = field(
        default=18, metadata=doc("years a person must have reached", between=(0, 120))
    )
    review_hours: int = field(
        default=8,
        metadata=doc("working hours within which a case is looked at", between=(1, 400)),
    )
    review_office: str = field(
        default="mon-fri 09:00-17:00",
        metadata=doc("days and hours on which reviewers work", reads=office_hours),
    )
    review_zone: str = field(
        default="UTC", metadata=doc("time zone of these hours, e.g. `Europe/Athens`", reads=zone)
    )
    review_holidays: tuple[str, ...] = field(
        default=(),
        metadata=doc("days without reviewers, comma separated", reads=date.fromisoformat),
    )
    review_rules: str = field(
        default="[]",
        metadata=doc(
            'who gets a case when it opens, JSON: `[{"reasons": ["watchlist_match"],'
            ' "languages": ["de"], "levels": ["default"], "to": ["<a reviewer\'s id>"]}]`;'
            " the first that fits decides",
            reads=assignment,
            uses=in_rules,
        ),
    )
    screening_threshold: float = field(
        default=0.8,
        metadata=doc("score (0-1) from which a name counts as a potential match", between=(0, 1)),
    )
    watchlist_origin: WatchlistOrigin = field(
        default=WatchlistOrigin.DEFAULT,
        metadata=doc("`issuers` or `bucket`; empty: the bucket in `local` only"),
    )
    watchlists: tuple[str, ...] = field(
        default=(
            "ofac-sdn",
            "ofac-cons",
            "un-sc",
            "eu-fsf",
            "uk-sl",
            "ch-seco",
            "ca-sema",
            "au-dfat",
            "pep",
            "own",
        ),
        metadata=doc(
            "lists that are held, comma separated; `pep` and `own` are files of the operator's",
            names="WATCHLISTS",
        ),
    )
    level: str = field(
        default="default", metadata=doc("level that verifies the people of the user pool")
    )
    verification_days: int = field(
        default=7, metadata=doc("days a verification stays open for pictures", between=(1, 365))
    )
    media_days: int = field(
        default=30,
        metadata=doc(
            "days pictures are kept after the decision, unless on legal hold", between=(1, 3650)
        ),
    )
    audit_years: int = field(
        default=6,
        metadata=doc("years audit entries are kept (the legal retention)", between=(1, 100)),
    )
    upload_max_bytes: int = field(
        default=10_000_000,
        metadata=doc("largest picture accepted, in bytes", between=(1, 100_000_000)),
    )
    upload_min_pixels: int = field(
        default=300, metadata=doc("shortest side accepted, in pixels", between=(1, 10_000))
    )
    upload_max_pixels: int = field(
        default=50_000_000,
        metadata=doc("largest picture accepted, in pixels (decoded)", between=(1, 100_000_000)),
    )
    even_answer_seconds: float = field(
        default=0.4,
        metadata=doc("seconds that answers take which must not tell whether an address is known"),
    )
    sms_countries: str = field(
        default="+1 +27 +30 +31 +32 +33 +34 +351 +352 +353 +354 +356 +357 +358 +359 +36 +370 +371"
        " +372 +385 +386 +39 +40 +41 +420 +421 +43 +44 +45 +46 +47 +48 +49 +61 +64 +65 +81 +82",
        metadata=doc("calling codes that text messages go to, separated by blanks"),
    )
    sms_per_day: int = field(
        default=5000, metadata=doc("text messages a day, for everybody together: then no more")
    )
    mails_per_day: int = field(
        default=20_000, metadata=doc("mails with codes a day, for everybody together")
    )
    textract_per_day: int = field(
        default=10_000, metadata=doc("pictures of documents read a day, for everybody together")
    )
    rekognition_per_day: int = field(
        default=200_000, metadata=doc("looks at faces a day, for everybody together")
    )
    liveness_per_day: int = field(
        default=10_000, metadata=doc("managed liveness checks a day, for everybody together")
    )
    vendor_sessions_per_day: int = field(
        default=10_000, metadata=doc("sessions at vendors a day, for everybody together")
    )
    auto_confirm: bool = field(
        default=True, metadata=doc("workflow B confirms a signed-up user at once")
    )
    clock_offset_seconds: float = field(
        default=0.0, metadata=doc("seconds the clock is moved by; heeded only in `local`")
    )
    site_origin: str = field(
        default="http://127.0.0.1:5173", metadata=doc("origin of the site, for CORS and links")
    )
    email_sender: str = field(default="", metadata=doc("address that mails are sent from"))
    ses_configuration_set: str = field(
        default="", metadata=doc("SES configuration set that every mail is sent in")
    )
    ses_template_prefix: str = field(
        default="", metadata=doc("what the SES template names begin with")
    )
    bucket_id_uploads: str = field(default="", metadata=doc("bucket of identity documents"))
    bucket_live_frames: str = field(default="", metadata=doc("bucket of liveness frames"))
    bucket_ocr_raw: str = field(default="", metadata=doc("bucket of raw OCR answers"))
    bucket_attachments: str = field(default="", metadata=doc("bucket of reviewers' files"))
    bucket_watchlists: str = field(default="", metadata=doc("bucket of compiled watchlists"))
    bucket_audit_log: str = field(
        default="", metadata=doc("locked bucket of audit checkpoints; empty where there is none")
    )
    table_onboardings: str = field(default="", metadata=doc("table of onboardings"))
    table_profiles: str = field(default="", metadata=doc("table of profiles"))
    table_verifications: str = field(default="", metadata=doc("table of verifications"))
    table_api_keys: str = field(default="", metadata=doc("table of keys of backends"))
    table_applicants: str = field(default="", metadata=doc("table of people of other backends"))
    table_applicant_sessions: str = field(
        default="", metadata=doc("table of sessions of applicants")
    )
    table_webhook_endpoints: str = field(
        default="", metadata=doc("table of addresses that backends hear of events at")
    )
    table_feeds: str = field(
        default="", metadata=doc("table of the log of events and of what was delivered")
    )
    table_external_ids: str = field(
        default="", metadata=doc("table of the ids that backends know their people by")
    )
    table_persons: str = field(default="", metadata=doc("table of persons and their attempts"))
    table_told: str = field(
        default="", metadata=doc("table of what followers of a verification have told")
    )
    table_liveness_sessions: str = field(default="", metadata=doc("table of liveness sessions"))
    table_kyc_ocr_data: str = field(default="", metadata=doc("table KycOcrData"))
    table_kyc_audit_log: str = field(default="", metadata=doc("table KycAuditLog"))
    table_reviews: str = field(default="", metadata=doc("table of review cases"))
    table_task_tokens: str = field(default="", metadata=doc("table of sealed task tokens"))
    table_phone_codes: str = field(default="", metadata=doc("table of phone code hashes"))
    table_idempotency: str = field(default="", metadata=doc("table of idempotent answers"))
    table_rate_limits: str = field(default="", metadata=doc("table of rate-limit counters"))
    table_screening_decisions: str = field(
        default="", metadata=doc("table of remembered false positives")
    )
    table_rescreenings: str = field(default="", metadata=doc("table of rescreening work"))
    table_levels: str = field(default="", metadata=doc("table of the versions of levels"))
    table_own_lists: str = field(
        default="", metadata=doc("table of the company's own deny and allow lists")
    )
    table_webhook_events: str = field(default="", metadata=doc("table of seen vendor events"))
    table_breakers: str = field(default="", metadata=doc("table of circuit breakers"))
    table_marks: str = field(
        default="", metadata=doc("table of marks: who was erased, whose tokens are over")
    )
    table_liveness_tries: str = field(
        default="", metadata=doc("table of failed and drawn liveness checks by person")
    )
    table_document_numbers: str = field(
        default="", metadata=doc("table of keyed hashes of document numbers")
    )
    database_patience_seconds: float = field(
        default=25.0,
        metadata=doc(
            "seconds a call waits for a database that resumes from its pause", between=(0, 900)
        ),
    )
    user_pool_id: str = field(default="", metadata=doc("Cognito user pool"))
    user_pool_client_id: str = field(default="", metadata=doc("Cognito app client"))
    staff_provider: str = field(
        default="", metadata=doc("identity provider of the user pool that staff sign in with")
    )
    staff_groups: str = field(
        default="{}",
        metadata=doc(
            'groups of its directory and what they stand for, JSON: `{"Their name": "reviewers"}`',
            reads=pairs,
        ),
    )
    staff_factors: tuple[str, ...] = field(
        default=("mfa",),
        metadata=doc("words of its claim that say that a second factor was shown, comma separated"),
    )
    oidc_issuer: str = field(
        default="",
        metadata=doc(
            "issuer of your own OpenID provider, whose users may act as applicants; empty: nobody",
            reads=address,
        ),
    )
    oidc_audience: str = field(
        default="",
        metadata=doc("audience of its tokens that are meant for this system and for no other"),
    )
    iam_scopes: tuple[str, ...] = field(
        default=(),
        metadata=doc(
            "scopes of callers in your account who sign with IAM, comma separated; none: nothing",
            names="SCOPES",
        ),
    )
    iam_redirects: tuple[str, ...] = field(
        default=(),
        metadata=doc(
            "addresses to which their hosted pages may send people on, separated by blanks",
            reads=address,
        ),
    )
    secret_cognito_client: str = field(default="", metadata=doc("secret of the app client"))
    secret_pepper: str = field(default="", metadata=doc("secret key of all keyed hashes"))
    secret_database: str = field(default="", metadata=doc("secret of the user registry"))
    database_arn: str = field(default="", metadata=doc("cluster of the user registry"))
    database_name: str = field(default="vestibule", metadata=doc("database of the user registry"))
    topic_user_notifications: str = field(default="", metadata=doc("topic told of user notices"))
    topic_admin_alerts: str = field(default="", metadata=doc("topic told of faults"))
    event_bus: str = field(default="", metadata=doc("EventBridge bus"))
    queue_documents_url: str = field(default="", metadata=doc("queue of pictures to be read"))
    queue_liveness_checks_url: str = field(default="", metadata=doc("queue of face comparisons"))
    queue_webhooks_url: str = field(default="", metadata=doc("queue of vendor webhooks"))
    state_machine_onboarding: str = field(default="", metadata=doc("state machine A"))
    state_machine_authentication: str = field(default="", metadata=doc("state machine B"))
    role_face_liveness: str = field(default="", metadata=doc("role lent to browsers that film"))
    key_data_arn: str = field(default="", metadata=doc("KMS key of data at rest"))
    key_tokens_arn: str = field(default="", metadata=doc("KMS key of tokens and sealed secrets"))
    key_audit_arn: str = field(default="", metadata=doc("KMS key that signs audit checkpoints"))

    @property
    def local(self) -> bool:
        """True on a laptop; switches nothing but the movable clock and the refusal of secrets."""
        return self.env == "local"


def load(
    environment: Mapping[str, str] | None = None,
    parameters: Callable[[str], str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Settings:
    """The settings of this process; SettingsError for a value that a setting cannot have.

    `parameters` reads one Parameter Store value by name. `known`: the words of each plug-in table,
    by the table's name.
    """
    environment = os.environ if environment is None else environment
    env = environment.get("VESTIBULE_ENV", "local")
    platform = json.loads(parameters(f"/vestibule/{env}/platform")) if parameters else {}
    chosen: dict[str, Any] = {}
    for spec in fields(Settings):
        value = environment.get(f"VESTIBULE_{spec.name.upper()}", platform.get(spec.name))
        if value is not None:
            chosen[spec.name] = checked(spec, value, known or {})
    if bool(chosen.get("oidc_issuer")) != bool(chosen.get("oidc_audience")):
        raise SettingsError("oidc_issuer and oidc_audience stand together or not at all")
    return Settings(**chosen)


def user_pool_arn() -> str:
    """The pool's ARN for the API's authorizer; Chalice needs it when it packages the routes."""
    return os.environ.get(
        "VESTIBULE_USER_POOL_ARN", "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/local"
    )


def site_origin() -> str:
    """The origin of the site, for CORS; known when the routes are packaged, not only when run."""
    return os.environ.get("VESTIBULE_SITE_ORIGIN", Settings().site_origin)
