"""What other backends may do: their keys, their people."""

from functools import cache, partial

from chalicelib.domain.applicants.applicant import is_applicant, mode_of
from chalicelib.domain.applicants.derived import derived_text
from chalicelib.services.applicants.api_keys import ApiKeys
from chalicelib.services.applicants.applicants import Applicants
from chalicelib.services.applicants.people import People
from chalicelib.services.applicants.recent_keys import RecentKeys
from chalicelib.services.applicants.sessions import ApplicantSessions
from chalicelib.wiring.cases import onboarding
from chalicelib.wiring.levels import levels
from chalicelib.wiring.outside import identity, users
from chalicelib.wiring.process import new_id, now, pepper, settings
from chalicelib.wiring.stores import (
    api_keys_store,
    applicant_sessions_store,
    applicants_store,
    audit,
    external_ids,
    marks,
    profiles,
)


@cache
def api_keys() -> ApiKeys:
    """Keys of backends."""
    hashed = partial(derived_text, pepper())
    return ApiKeys(keys=api_keys_store(), audit=audit(), hashed=hashed, now=now)


@cache
def recent_keys() -> RecentKeys:
    """Keys that this process has seen within a minute."""
    return RecentKeys(lambda text: api_keys().recognize(text), now)


@cache
def people() -> People:
    """People and their profiles."""
    return People(profiles(), users(), identity(), onboarding(), now)


@cache
def applicants() -> Applicants:
    """People of other backends."""
    return Applicants(
        applicants=applicants_store(),
        external=external_ids(),
        save_claims=people().save_profile,
        level_exists=levels().begun_with,
        audit=audit(),
        now=now,
        new_id=new_id,
    )


@cache
def applicant_sessions() -> ApplicantSessions:
    """Their sessions."""
    return ApplicantSessions(
        sessions=applicant_sessions_store(),
        marks=marks(),
        audit=audit(),
        pepper=pepper(),
        site=settings().site_origin,
        now=now,
        new_id=new_id,
    )


def external_id(person_id: str) -> str | None:
    """The id that a backend knows a person by; None for users of the pool and who was erased."""
    if not is_applicant(person_id):
        return None
    found = applicants_store().find(mode_of(person_id), person_id)
    return found.external_user_id if found else None
