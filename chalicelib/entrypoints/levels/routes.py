"""Levels and the company's own lists, for the group of admins only."""

from __future__ import annotations

import json
import re

from chalice.app import Blueprint

from chalicelib.application.process import application
from chalicelib.contracts.http import applicants as applicant_wire
from chalicelib.contracts.http import levels as wire
from chalicelib.domain.errors import BadRequest, NotFound
from chalicelib.domain.levels.lifecycle import LevelRecord, Status
from chalicelib.domain.levels.own_lists import Kind, OwnEntry, OwnList
from chalicelib.domain.levels.recorded import Report
from chalicelib.domain.levels.trying import form
from chalicelib.entrypoints.caller import authorizer
from chalicelib.entrypoints.calls import Call, Query
from chalicelib.entrypoints.runtime import Shape, endpoint

levels = Blueprint(__name__)

GROUP = "admins"


@levels.route("/v1/levels", methods=["POST"], authorizer=authorizer)
@endpoint(levels, Shape(status=201, group=GROUP))
def draft_level(call: Call[wire.LevelDraft]) -> wire.LevelVersion:
    """A new version as a draft; a fault names its place in the document."""
    author = call.user_id
    return _version(application().levels.draft(json.dumps(call.body.level), author))


@levels.route("/v1/levels/{name}", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def level_versions(call: Call[None], name: str) -> wire.LevelVersions:
    """Every version of a level, oldest first."""
    return wire.LevelVersions(versions=[_version(r) for r in application().levels.versions(name)])


@levels.route("/v1/levels/{name}/rollback", methods=["POST"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def rollback_level(call: Call[None], name: str) -> wire.LevelVersion:
    """The version that was in force before is in force again."""
    author = call.user_id
    return _version(application().levels.rollback(name, author))


@levels.route("/v1/levels/{name}/versions/{version}", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def level_page(call: Query[wire.LevelPageQuery], name: str, version: str) -> wire.LevelPage:
    """A version as people read it, what differs from another one, what may be tried."""
    shown = application().levels.shown(name, _number(version), call.query.against)
    return wire.LevelPage(
        version=_version(shown.record),
        level=json.loads(shown.record.document),
        page=shown.page,
        differences=[
            wire.LevelDifference(path=path, in_force=before, here=after)
            for path, before, after in shown.differences
        ],
        form=[
            wire.LevelFormField(part=one.part, name=one.name, kind=one.kind, about=one.about)
            for one in form()
        ],
    )


@levels.route("/v1/levels/{name}/versions/{version}", methods=["PUT"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def move_level(call: Call[wire.LevelMove], name: str, version: str) -> wire.LevelVersion:
    """Puts a version beside the one in force, or in force; once there, it stays there."""
    author = call.user_id
    service, number = application().levels, _number(version)
    move = service.shadow if call.body.to == "shadow" else service.publish
    return _version(move(name, number, author))


@levels.route(
    "/v1/levels/{name}/versions/{version}/backtest", methods=["POST"], authorizer=authorizer
)
@endpoint(levels, Shape(group=GROUP))
def backtest_level(call: Call[wire.LevelBacktest], name: str, version: str) -> wire.LevelReport:
    """What this version would have decided of recorded decisions."""
    report, complete = application().levels.backtest(name, _number(version), call.body.since)
    return _report(report, complete)


@levels.route("/v1/levels/{name}/funnel", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def level_funnel(call: Query[wire.FunnelQuery], name: str) -> wire.LevelFunnel:
    """How far people come under a level, by country: steps, ends, times."""
    rows, complete = application().levels.funnel(name, call.query.since)
    shown = [
        wire.FunnelRow(
            country=row.country,
            steps=dict(row.steps),
            ends=dict(row.ends),
            median_seconds=row.median_seconds,
        )
        for row in rows
    ]
    return wire.LevelFunnel(level=name, rows=shown, complete=complete)


@levels.route("/v1/levels/{name}/shadow", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def level_shadow(call: Query[wire.FunnelQuery], name: str) -> wire.LevelShadow:
    """What versions in shadow would have decided otherwise since a day."""
    found, complete = application().levels.beside(name, call.query.since)
    shown = [
        wire.LevelBeside(
            level=row.level,
            decided=row.decided,
            differing=row.differing,
            ways=dict(row.ways),
            countries=dict(row.countries),
            reasons=dict(row.reasons),
        )
        for row in found
    ]
    return wire.LevelShadow(versions=shown, complete=complete)


@levels.route("/v1/levels/{name}/stale", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def stale_approvals(call: Query[wire.StaleQuery], name: str) -> wire.StalePage:
    """Approvals of a level that time or a raised version has overtaken, oldest first."""
    found, cursor = application().approvals.stale(name, call.query.cursor)
    shown = [
        wire.StaleApproval(
            verification_id=one.verification_id,
            person_id=one.user_id,
            level=one.level_key or one.level,
            since=one.moved_at or one.updated_at,
            reasons=list(one.reasons),
        )
        for one in found
    ]
    return wire.StalePage(stale=shown, next_cursor=cursor)


@levels.route("/v1/relationships/{person_id}", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def relationship(call: Call[None], person_id: str) -> wire.RelationshipShown:
    """Whether the relationship with a person lasts; an account or an applicant, by id."""
    return _relationship(_known(person_id))


@levels.route("/v1/relationships/{person_id}", methods=["PUT"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def change_relationship(
    call: Call[applicant_wire.RelationshipIn], person_id: str
) -> wire.RelationshipShown:
    """It ended then, or it lasts after all (null); clocks of retention start there."""
    service, ended_at = application().relationships, call.body.ended_at
    person = _known(person_id)
    if ended_at is None:
        service.resume(person, call.user_id)
    else:
        service.end(person, ended_at, call.user_id)
    return _relationship(person)


def _known(person_id: str) -> str:
    """NotFound for whom nothing is known of."""
    if application().verifications.person(person_id).version == 0:
        raise NotFound("no such person", "person_not_found")
    return person_id


def _relationship(person_id: str) -> wire.RelationshipShown:
    return wire.RelationshipShown(ended_at=application().relationships.ended_at(person_id))


@levels.route("/v1/levels/{name}/versions/{version}/try", methods=["POST"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def try_level(call: Call[wire.LevelTrial], name: str, version: str) -> wire.LevelAnswer:
    """Every rule's answer to facts that the caller makes up; nothing is kept."""
    body = call.body
    judgement = application().levels.tried(name, _number(version), body.evidence, body.facts)
    return wire.LevelAnswer(
        outcome=judgement.outcome,
        end=judgement.end,
        risk=judgement.risk,
        four_eyes=judgement.four_eyes,
        findings=[
            {"rule": f.rule, "outcome": f.outcome, "reason": f.reason, "detail": f.detail}
            for f in judgement.findings
        ],
        explanations=list(judgement.explanations),
    )


@levels.route("/v1/own-lists/{name}", methods=["GET"], authorizer=authorizer)
@endpoint(levels, Shape(group=GROUP))
def own_list(call: Call[None], name: str) -> wire.OwnListOut:
    """The newest hundred entries of the deny or the allow list."""
    found = application().own_lists.of_list(_own_list(name))
    return wire.OwnListOut(entries=[_entry(e) for e in found])


@levels.route("/v1/own-lists/{name}", methods=["POST"], authorizer=authorizer)
@endpoint(levels, Shape(status=201, group=GROUP))
def add_to_own_list(call: Call[wire.OwnListEntry], name: str) -> wire.OwnListEntryOut:
    """Lists a document or a person; who is listed already gets this list, reason and end."""
    author, body = call.user_id, call.body
    return _entry(
        application().own_lists.add(
            *(_own_list(name), Kind(body.kind), body.value, body.born, body.reason, author),
            body.days,
        )
    )


@levels.route("/v1/own-lists/entries/{entry_id}", methods=["DELETE"], authorizer=authorizer)
@endpoint(levels, Shape(status=204, group=GROUP))
def remove_from_own_list(call: Call[None], entry_id: str) -> None:
    """Takes an entry off its list; one that is not there is no error."""
    author = call.user_id
    if not re.fullmatch(r"[0-9a-f]{64}", entry_id):
        raise NotFound("no such entry", "own_list_entry_not_found")
    application().own_lists.remove(entry_id, author)


def _own_list(name: str) -> OwnList:
    if name not in set(OwnList):
        raise NotFound("there is a deny list and an allow list", "own_list_not_found")
    return OwnList(name)


def _entry(entry: OwnEntry) -> wire.OwnListEntryOut:
    return wire.OwnListEntryOut(
        entry_id=entry.entry_hash,
        kind=entry.kind,
        reason=entry.reason,
        author=entry.author,
        added_at=entry.added_at,
        expires_at=entry.expires_at,
    )


def _number(version: str) -> int:
    if not (version.isascii() and version.isdigit() and len(version) <= 8):
        raise BadRequest("a version is a number", "level_version_invalid")
    return int(version)


def _version(record: LevelRecord) -> wire.LevelVersion:
    return wire.LevelVersion(
        name=record.name,
        version=record.version_number,
        status=Status(record.status),
        author=record.author,
        created_at=record.created_at,
        in_force_at=record.in_force_at,
    )


def _report(report: Report, complete: bool) -> wire.LevelReport:
    return wire.LevelReport(
        level=report.level,
        decisions=report.decisions,
        flipped=report.flipped,
        ways={f"{was} -> {becomes}": n for (was, becomes), n in report.ways.items()},
        countries=dict(report.countries),
        reasons=dict(report.reasons),
        unreadable=report.unreadable[:100],
        without_evidence=report.without_evidence,
        flips=[
            wire.LevelFlip(
                verification_id=flip.verification_id,
                was=flip.was,
                becomes=flip.becomes,
                country=flip.country,
                before=list(flip.before),
                after=list(flip.after),
            )
            for flip in report.flips[:100]
        ],
        complete=complete,
    )
