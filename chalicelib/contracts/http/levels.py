"""Levels on the wire: drafts and versions, their reports, the company's own lists."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.contracts.wire import Wire, Words, seen
from chalicelib.domain.levels.lifecycle import Status
from chalicelib.domain.levels.trying import FieldKind, Part

LevelName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class LevelDraft(Wire):
    """A level's JSON document, as `levels/schema/level.schema.json` says."""

    level: dict[str, Any]


class LevelVersion(Wire):
    """One version and where it stands."""

    name: str
    version: int
    status: Annotated[Status, Words()]
    author: str
    created_at: datetime
    in_force_at: datetime | None = None


class LevelVersions(Wire):
    """Every version of a level, oldest first."""

    versions: list[LevelVersion]


class LevelPageQuery(Wire):
    """With which version to compare; left out, with the one in force."""

    against: Annotated[int, Field(ge=1, le=99_999_999)] | None = None


class LevelPage(Wire):
    """A version, what it asks as a page in Markdown, what differs from another one (`inForce`: what
    that one says), and what may be tried against it."""

    version: LevelVersion
    level: dict[str, Any]
    page: str
    differences: list["LevelDifference"]
    form: list["LevelFormField"]


class LevelFormField(Wire):
    """A word of the evidence or of the facts; `about` is its sentence, empty where it has none."""

    part: Annotated[Part, Words()]
    name: str
    kind: Annotated[FieldKind, Words()]
    about: str


class LevelDifference(Wire):
    """One thing that two versions say differently."""

    path: str
    in_force: Any
    here: Any


class LevelMove(Wire):
    """Where a version shall stand: beside the one in force, or in force."""

    to: Literal["shadow", "in_force"]


class LevelBacktest(Wire):
    """Recorded decisions from this day on (UTC)."""

    since: date


class LevelFlip(Wire):
    """A decision that comes out otherwise."""

    verification_id: str
    was: str
    becomes: str
    country: str
    before: list[str]
    after: list[str]


class LevelReport(Wire):
    """What a version would have decided. `complete` is false when there were more than it read."""

    level: str
    decisions: int
    flipped: int
    ways: dict[str, int]
    countries: dict[str, int]
    reasons: dict[str, int]
    unreadable: list[str]
    without_evidence: int
    flips: list[LevelFlip]
    complete: bool


class FunnelQuery(Wire):
    """Attempts that began on this day (UTC) or later; it is at most 31 days ago."""

    since: date


class FunnelRow(Wire):
    """Attempts whose document is of one country (empty: none was read). Each step counts an attempt
    once; `ends` is where they ended first; seconds are from the beginning to there."""

    country: str
    steps: dict[str, int]
    ends: dict[str, int]
    median_seconds: float | None


class LevelFunnel(Wire):
    """How far people come; nothing of a person. `complete` is false when there was more than it
    read: take a later day."""

    level: str
    rows: list[FunnelRow]
    complete: bool


class LevelBeside(Wire):
    """A version that decided in shadow: how many decisions, how many it would have taken otherwise
    (`approved -> needs_review`), in which countries, by reasons that one of the two has alone."""

    level: str
    decided: int
    differing: int
    ways: dict[str, int]
    countries: dict[str, int]
    reasons: dict[str, int]


class LevelShadow(Wire):
    """What versions in shadow would have done; `complete` is false when there was more to read."""

    versions: list[LevelBeside]
    complete: bool


class StaleQuery(Wire):
    """Where the next page begins."""

    cursor: Annotated[str, StringConstraints(max_length=1000)] = ""


class StaleApproval(Wire):
    """An approval that time or a raised level has overtaken, since when and why."""

    verification_id: str
    person_id: str
    level: str
    since: datetime
    reasons: list[str]


class StalePage(Wire):
    """Oldest first; `nextCursor` is empty on the last page. A page may be short: others' levels are
    left out after the read."""

    stale: list[StaleApproval]
    next_cursor: str


class RelationshipShown(Wire):
    """When the company's relationship with the person ended; null while it lasts."""

    ended_at: datetime | None


class LevelTrial(Wire):
    """Facts and evidence to try, by their names in the code; what is left out is not known."""

    evidence: dict[str, Any] = Field(default_factory=dict)
    facts: dict[str, Any] = Field(default_factory=dict)


class LevelAnswer(Wire):
    """Every rule's answer, and what they come to."""

    outcome: str
    end: str
    risk: int
    four_eyes: bool
    findings: list[dict[str, Any]]
    explanations: list[str]


class OwnListEntry(Wire):
    """Who is listed, and why. A person is a name and a birth date (YYYY-MM-DD), a face the id of
    the person whose it is."""

    kind: Literal["document_number", "person", "face"]
    value: Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(seen)]
    born: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    reason: Annotated[str, StringConstraints(min_length=3, max_length=200), AfterValidator(seen)]
    days: int | None = Field(default=None, ge=1, le=3650)


class OwnListEntryOut(Wire):
    """An entry as it is kept: by a keyed hash, without the value."""

    entry_id: str
    kind: str
    reason: str
    author: str
    added_at: datetime
    expires_at: datetime | None = None


class OwnListOut(Wire):
    """The entries of one list, newest first."""

    entries: list[OwnListEntryOut]
