"""A level as people read it: what is asked, of whom, why; and what differs between two versions."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from chalicelib.domain.levels.deciding import BY_NAME
from chalicelib.domain.levels.level import ANY, Documents, End, Expiry, KeptFrom, Level, Step

_ENDS = {
    End.VERIFIED: "Whoever passes is **verified**.",
    End.AGE_CONFIRMED: "Whoever passes has their **age confirmed**; nobody becomes verified.",
    End.FACE_CONFIRMED: "Whoever passes has their **face confirmed**; nobody becomes verified.",
}
_STEPS = {
    Step.DOCUMENT: "show an identity document",
    Step.LIVENESS: "show their face, live",
    Step.SCREENING: "are looked up on watchlists (they do nothing for it)",
}


def describe(level: Level) -> Iterator[str]:
    """The page in Markdown, line by line."""
    yield f"# {level.title} (`{level.key}`)"
    yield ""
    yield level.why
    yield ""
    yield _ENDS[level.end]
    yield ""
    if Step.DOCUMENT in level.steps:
        yield f"Provider order: {_all(level.providers, 'that of the settings')}."
        yield ""
    yield "## What people do"
    yield ""
    yield from (f"{n}. They {_STEPS[step]}." for n, step in enumerate(level.steps, 1))
    yield ""
    if Step.DOCUMENT in level.steps:
        yield from _documents(level)
    yield from _checks(level)
    yield from _risk(level)
    yield from _after(level)


def _documents(level: Level) -> Iterator[str]:
    yield "## Which documents"
    yield ""
    yield from (f"- {_group(group)}" for group in level.documents)
    ways = ", ".join(level.certainty)
    yield f"- A document is believed without a human by its {ways}. Others go to a human."
    yield ""


def _group(group: Documents) -> str:
    kinds = "any document" if ANY in group.types else ", ".join(group.types).replace("_", " ")
    places = "all countries" if ANY in group.countries else ", ".join(group.countries)
    excepted = f" but {', '.join(group.except_countries)}" if group.except_countries else ""
    return f"{kinds}, from {places}{excepted}; {' and '.join(group.sides)}"


def _checks(level: Level) -> Iterator[str]:
    yield "## What is checked"
    yield ""
    for name, check in BY_NAME.items():
        if level.checks and name not in level.checks:
            continue
        sentence = (check.__doc__ or "").strip().splitlines()[0]
        human = " A fault goes to a human." if name in level.refusals_reviewed else ""
        yield f"- `{name}`: {sentence}{human}"
    yield f"- Minimum age {level.minimum_age}, face similarity from {level.face_similarity:g}."
    yield f"- Liveness by `{level.liveness.engine}`, assurance {level.liveness.assurance}."
    if Step.SCREENING in level.steps:
        yield f"- Looked up in {_all(level.screening.sources, 'every source of the settings')}."
        for kind, hit in level.screening.hits.items():
            yield f"- A possible match on a list of kind {kind}: {hit.replace('_', ' ')}."
    for condition in level.conditions:
        effect = condition.then.replace("_", " ")
        yield f"- `{condition.name}`: {effect} when `{condition.when}` ({condition.reason})."
    if level.four_eyes:
        yield f"- Two people decide about: {', '.join(level.four_eyes)}."
    yield ""


def _all(names: Sequence[str], every: str) -> str:
    return every if ANY in names else ", then ".join(f"`{name}`" for name in names)


def _risk(level: Level) -> Iterator[str]:
    if not level.risk.points:
        return
    yield "## Risk"
    yield ""
    bands = level.risk
    yield f"The points add up; medium from {bands.medium_from}, high from {bands.high_from}."
    yield ""
    yield from (f"- {p.points:+d}: {p.because} (`{p.when}`)" for p in level.risk.points)
    yield ""


def _after(level: Level) -> Iterator[str]:
    retention, review, limits = level.retention, level.periodic_review, level.limits
    since = "decision" if retention.since is KeptFrom.DECISION else "end of the relationship"
    yield "## Times"
    yield ""
    yield f"- Open for {limits.open_days} days; a human has {limits.review_days} days."
    if Step.DOCUMENT in level.steps:
        yield f"- A side of the document may be sent {limits.document_attempts} times."
    if Step.LIVENESS in level.steps:
        yield f"- After {limits.liveness_attempts} failed liveness checks it is decided."
    yield f"- Pictures are deleted {retention.media_days} days after the {since}."
    kept = "all that was read" if ANY in retention.keep else ", ".join(retention.keep)
    yield f"- Kept: {kept}; records for {retention.record_years} years."
    months = (review.low_months, review.medium_months, review.high_months)
    if any(months):
        low, medium, high = (str(m) if m else "never" for m in months)
        yield f"- Looked at again after months, by risk: low {low}, medium {medium}, high {high}."
    if Step.DOCUMENT in level.steps and level.end is End.VERIFIED:
        stale = level.document_expiry is Expiry.STALE
        then = "the approval is stale" if stale else "nothing else follows"
        yield f"- When the document expires, an event says so ahead; then {then}."
    yield ""
    yield from _notices(level)


def _notices(level: Level) -> Iterator[str]:
    yield "## What people are told"
    yield ""
    for told in level.notices.told:
        own = f"; in words of the company's own: {', '.join(told.words)}" if told.words else ""
        yield f"- {told.what.replace('_', ' ').capitalize()}: by {' and '.join(told.by)}{own}."
    *most, last = (str(days) for days in level.notices.days_ahead)
    days = f"{', '.join(most)} and {last}" if most else last
    yield f"- Before something falls due, an event says so {days} days ahead."


def differences(before: Level, after: Level) -> Iterator[tuple[str, Any, Any]]:
    """Path, old value, new value of everything that two versions say differently."""
    yield from _differing("", before, after)


def _differing(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if is_dataclass(before) and type(before) is type(after):
        for spec in fields(before):
            part = f"{path}.{spec.name}".removeprefix(".")
            yield from _differing(part, getattr(before, spec.name), getattr(after, spec.name))
    elif before != after:
        yield path, before, after
