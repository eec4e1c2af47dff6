"""Which levels are refused before they are published: a path and a sentence for each fault.

The shape (types, unknown words, missing parts) is checked where the document is read,
`contracts/levels.py`; here is what the parts mean together.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from chalicelib.domain.languages import LANGUAGES
from chalicelib.domain.levels.conditions import objection
from chalicelib.domain.levels.countries import COUNTRIES
from chalicelib.domain.levels.deciding import BY_NAME, VERIFYING
from chalicelib.domain.levels.level import (
    ANY,
    Certainty,
    Effect,
    End,
    Engine,
    Hit,
    Level,
    ListKind,
    Step,
)
from chalicelib.domain.screening.screening import OWN_LIST_MATCH, PEP_MATCH
from chalicelib.domain.verifications.notices import REASONS

#: What each check looks at. A check whose step is not asked for has nothing to look at.
STEP_OF: Mapping[str, tuple[Step, ...]] = {
    "document_readable": (Step.DOCUMENT,),
    "document_consistent": (Step.DOCUMENT,),
    "document_certain": (Step.DOCUMENT,),
    "picture_genuine": (Step.DOCUMENT,),
    "claim_known": (Step.DOCUMENT,),
    "document_in_date": (Step.DOCUMENT,),
    "of_age": (Step.DOCUMENT,),
    "liveness_seen": (Step.LIVENESS,),
    "face_matches": (Step.DOCUMENT, Step.LIVENESS),
    "one_document": (Step.DOCUMENT, Step.LIVENESS),
    "not_listed": (Step.DOCUMENT, Step.SCREENING),
    "not_a_duplicate": (Step.DOCUMENT,),
    "not_known_by_another_name": (Step.LIVENESS,),
    "no_open_question": (),
}
#: A second person always looks at these before somebody is verified.
ALWAYS_FOUR_EYES = ("watchlist_match", "fraud_suspected")
MAX_CONDITIONS = 20
_WORDS = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f<>{}]{1,300}")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` as in the JSON document, for example `conditions[0].when`."""

    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Known:
    """The words that this deployment knows."""

    screeners: Collection[str] = ("public_lists",)
    providers: Collection[str] = ("in_house",)
    chips: bool = False
    document_types: Collection[str] = field(
        default=("passport", "id_card", "driving_licence", "residence_permit", "visa")
    )


def problems(level: Level, known: Known | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a level; empty if it may be published."""
    known = known or Known()
    found: list[Problem] = []
    for part in (
        _names,
        _numbers,
        _checks,
        _verified,
        _lesser_ends,
        _reasons,
        _risk,
        _conditions,
        _kept,
        _told,
    ):
        found += part(level)
    for place in (_documents, _screening, _providers, _certainty):
        found += place(level, known)
    return tuple(found)


def _names(level: Level) -> Iterator[Problem]:
    if not _NAME.fullmatch(level.name):
        yield Problem("name", "takes 2 to 40 small letters, digits and underscores")
    if level.version < 1:
        yield Problem("version", "counts from 1")
    for path, text in (("title", level.title), ("why", level.why)):
        if not text.strip() or len(text) > 1000:
            yield Problem(path, "takes 1 to 1000 characters: people read it")


def _numbers(level: Level) -> Iterator[Problem]:
    limits, retention, review = level.limits, level.retention, level.periodic_review
    bounds: tuple[tuple[str, float, float, float], ...] = (
        ("minimumAge", level.minimum_age, 0, 120),
        ("faceSimilarity", level.face_similarity, 70, 100),
        ("limits.documentAttempts", limits.document_attempts, 1, 10),
        ("limits.livenessAttempts", limits.liveness_attempts, 1, 10),
        ("limits.openDays", limits.open_days, 1, 90),
        ("limits.reviewDays", limits.review_days, 1, 30),
        ("retention.mediaDays", retention.media_days, 0, 3650),
        ("retention.recordYears", retention.record_years, 0, 100),
        ("risk.mediumFrom", level.risk.medium_from, 1, 1000),
        ("risk.highFrom", level.risk.high_from, 1, 1000),
        ("periodicReview.lowMonths", review.low_months, 0, 120),
        ("periodicReview.mediumMonths", review.medium_months, 0, 120),
        ("periodicReview.highMonths", review.high_months, 0, 120),
    )
    for path, value, low, high in bounds:
        if not low <= value <= high:
            yield Problem(path, f"is {value:g}; it must be from {low:g} to {high:g}")
    if level.risk.high_from <= level.risk.medium_from:
        yield Problem("risk.highFrom", "must be above risk.mediumFrom")
    months = (review.low_months, review.medium_months, review.high_months)
    if any(later and (not sooner or sooner > later) for later, sooner in pairwise(months)):
        yield Problem(
            "periodicReview", "a higher risk is looked at again no later than a lower one"
        )


def _checks(level: Level) -> Iterator[Problem]:
    if not level.steps:
        yield Problem("steps", "needs at least one step")
    if level.steps and Step.LIVENESS not in level.steps:
        yield Problem("steps", "liveness is missing: a document alone could be anybody's")
    for step, count in Counter(level.steps).items():
        if count > 1:
            yield Problem("steps", f"names {step} twice")
    for index, name in enumerate(level.checks):
        if name not in BY_NAME:
            yield Problem(f"checks[{index}]", f"there is no check {name!r}")
        elif missing := [s for s in STEP_OF[name] if s not in level.steps]:
            yield Problem(
                f"checks[{index}]", f"{name} looks at {missing[0]}, which is no step here"
            )
    applying = set(level.checks or BY_NAME)
    looked_at = {step for name in applying for step in STEP_OF.get(name, ())}
    for index, step in enumerate(level.steps):
        if step not in looked_at:
            yield Problem(f"steps[{index}]", f"people would do {step}, but no check looks at it")
    if not level.checks and set(level.steps) != set(Step):
        yield Problem("checks", "name the checks: all of them look at steps that are not asked for")
    if level.steps != tuple(sorted(level.steps, key=list(Step).index)):
        yield Problem(
            "steps", "document comes first: face and name are compared with it; screening last"
        )
    for index, name in enumerate(level.refusals_reviewed):
        if name not in applying:
            yield Problem(f"refusalsReviewed[{index}]", f"{name!r} is no check of this level")


def _verified(level: Level) -> Iterator[Problem]:
    if level.end is not End.VERIFIED:
        return
    applying = set(level.checks or BY_NAME)
    for name in VERIFYING:
        if name in BY_NAME and name not in applying:
            yield Problem("checks", f"{name} is missing: nobody is verified without it")
    if not level.certainty:
        yield Problem("certainty", "is empty: verified takes a certain document")
    if not level.screening.sources:
        yield Problem("screening.sources", "is empty: verified takes a screening result")
    for reason in ALWAYS_FOUR_EYES:
        if reason not in level.four_eyes:
            yield Problem("fourEyes", f"{reason} is missing: two people look at it")


def _lesser_ends(level: Level) -> Iterator[Problem]:
    needed = {
        End.AGE_CONFIRMED: ("document_readable", "of_age"),
        End.FACE_CONFIRMED: ("liveness_seen",),
    }.get(level.end, ())
    for name in needed:
        if name not in (level.checks or BY_NAME):
            yield Problem("checks", f"{name} is missing: {level.end} says just that")
    reads_age = "document_readable" in level.checks and "of_age" not in level.checks
    if level.end is not End.VERIFIED and reads_age and level.minimum_age:
        yield Problem("minimumAge", "is a number that no check of this level looks at")


def _reasons(level: Level) -> Iterator[Problem]:
    for index, reason in enumerate(level.four_eyes):
        if reason not in REASONS:
            yield Problem(f"fourEyes[{index}]", f"there is no reason {reason!r}")
    for index, condition in enumerate(level.conditions):
        if condition.reason not in REASONS:
            yield Problem(f"conditions[{index}].reason", f"there is no reason {condition.reason!r}")


def _risk(level: Level) -> Iterator[Problem]:
    total = sum(max(p.points, 0) for p in level.risk.points)
    if level.risk.points and total < level.risk.medium_from:
        yield Problem("risk.mediumFrom", f"cannot be reached: all points together are {total}")
    for index, point in enumerate(level.risk.points):
        if not 1 <= abs(point.points) <= 100:
            yield Problem(f"risk.points[{index}].points", "takes 1 to 100, or -1 to -100")
        if not point.because.strip():
            yield Problem(f"risk.points[{index}].because", "is empty: a reviewer reads it")
        if fault := objection(point.when):
            yield Problem(f"risk.points[{index}].when", fault)
        elif re.search(r"\brisk\b", point.when):
            yield Problem(f"risk.points[{index}].when", "names risk, which the points add up to")


def _conditions(level: Level) -> Iterator[Problem]:
    if len(level.conditions) + len(level.risk.points) > MAX_CONDITIONS:
        yield Problem("conditions", f"with risk.points, there are more than {MAX_CONDITIONS}")
    names = Counter([c.name for c in level.conditions] + [p.name for p in level.risk.points])
    for name, count in names.items():
        if count > 1 or name in BY_NAME:
            yield Problem("conditions", f"the name {name!r} is taken")
    for index, condition in enumerate(level.conditions):
        if fault := objection(condition.when):
            yield Problem(f"conditions[{index}].when", fault)
        if condition.then is Effect.REJECT and "risk" in condition.when:
            yield Problem(f"conditions[{index}].then", "a risk score refuses nobody: use review")
    if level.liveness.raise_when and (fault := objection(level.liveness.raise_when)):
        yield Problem("liveness.raiseWhen", fault)
    if level.liveness.raise_when and level.liveness.engine is Engine.REKOGNITION:
        yield Problem("liveness.raiseWhen", "raises nothing: the managed engine is asked anyway")
    if level.liveness.assurance not in ("basic", "high"):
        yield Problem("liveness.assurance", "is basic or high")
    if level.liveness.assurance == "high" and level.liveness.engine is not Engine.REKOGNITION:
        yield Problem("liveness.assurance", "high takes the engine rekognition")


def _documents(level: Level, known: Known) -> Iterator[Problem]:
    if Step.DOCUMENT in level.steps and not level.documents:
        yield Problem("documents", "is empty: no document would be accepted")
    seen: Counter[tuple[str, str]] = Counter()
    for index, group in enumerate(level.documents):
        path = f"documents[{index}]"
        for name in set(group.types) - {ANY} - set(known.document_types):
            yield Problem(f"{path}.types", f"there is no document type {name!r}")
        for name in (set(group.countries) | set(group.except_countries)) - {ANY} - set(COUNTRIES):
            yield Problem(f"{path}.countries", f"there is no country {name!r}")
        for name in sorted(set(group.countries) & set(group.except_countries)):
            yield Problem(f"{path}.exceptCountries", f"{name} is accepted and excepted")
        if not group.types or not group.countries:
            yield Problem(path, "accepts nothing")
        if not group.sides or not set(group.sides) <= {"front", "back"}:
            yield Problem(f"{path}.sides", "is front, back or both")
        seen.update((kind, country) for kind in group.types for country in group.countries)
    for (kind, country), count in sorted(seen.items()):
        if count > 1:
            yield Problem("documents", f"{country} stands twice for {kind}")


def _certainty(level: Level, known: Known) -> Iterator[Problem]:
    for index, way in enumerate(level.certainty):
        if way is Certainty.CHIP and not known.chips:
            sentence = "no state's authority is trusted here (chip_certificates), so no chip counts"
            yield Problem(f"certainty[{index}]", sentence)


def _kept(level: Level) -> Iterator[Problem]:
    """`*`, or the one word that a level for less answers."""
    if level.retention.keep == (ANY,):
        return
    answers = {
        End.AGE_CONFIRMED: (f"over_{level.minimum_age}",),
        End.FACE_CONFIRMED: (str(level.end),),
    }.get(level.end)
    if level.retention.keep != answers:
        only = f" or {answers[0]}" if answers else ""
        yield Problem("retention.keep", f"is *{only}: nothing else is kept apart")


def _told(level: Level) -> Iterator[Problem]:
    ahead = level.notices.days_ahead
    if not 1 <= len(ahead) <= 6 or not all(0 <= days <= 365 for days in ahead):
        yield Problem("notices.daysAhead", "takes one to six numbers of days, each from 0 to 365")
    if list(ahead) != sorted(set(ahead), reverse=True):
        yield Problem("notices.daysAhead", "counts down: the most days first, each once")
    for what, count in Counter(told.what for told in level.notices.told).items():
        if count > 1:
            yield Problem("notices.told", f"says twice how {what} is told")
    for index, notification in enumerate(level.notices.told):
        path = f"notices.told[{index}]"
        if not notification.by or len(set(notification.by)) < len(notification.by):
            yield Problem(f"{path}.by", "is email, sms or both, each once")
        for language, words in notification.words.items():
            if language not in LANGUAGES:
                yield Problem(f"{path}.words", f"there is no language {language!r}")
            if not _WORDS.fullmatch(words) or "://" in words:
                yield Problem(
                    f"{path}.words.{language}", "is one line of 1 to 300, without links or braces"
                )


def _screening(level: Level, known: Known) -> Iterator[Problem]:
    screened = Step.SCREENING in level.steps
    for index, source in enumerate(level.screening.sources):
        if source not in (*known.screeners, ANY):
            yield Problem(f"screening.sources[{index}]", f"there is no source {source!r}")
    if screened and level.screening.hits.get(ListKind.SANCTIONS) is Hit.NOTE:
        yield Problem("screening.hits.sanctions", "a possible sanctions hit goes to a human")
    if level.screening.hits.get(ListKind.SANCTIONS) is Hit.REVIEW:
        yield Problem("screening.hits.sanctions", "is four_eyes: two people look at every match")
    for kind, reason in ((ListKind.PEP, PEP_MATCH), (ListKind.OWN, OWN_LIST_MATCH)):
        if reason in level.four_eyes and level.screening.hits.get(kind) is Hit.REVIEW:
            yield Problem(
                "fourEyes", f"{reason} is what screening.hits.{kind} leaves to one person"
            )


def _providers(level: Level, known: Known) -> Iterator[Problem]:
    if not level.providers:
        yield Problem("providers", "needs at least one")
    for index, name in enumerate(level.providers):
        if name not in (*known.providers, ANY):
            yield Problem(f"providers[{index}]", f"there is no provider {name!r}")
        if name in level.providers[:index]:
            yield Problem(f"providers[{index}]", f"{name} stands twice")
    for path, names in (
        ("providers", level.providers),
        ("screening.sources", level.screening.sources),
    ):
        if ANY in names and len(names) > 1:
            yield Problem(path, "names some beside *, which is all of them")
