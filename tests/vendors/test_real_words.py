"""What vendors really send: inflected keys, rotated signatures, resumed sessions, other levels."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.errors import Unauthenticated
from chalicelib.domain.vendors.signing import check_timed, sign_timed
from chalicelib.domain.verifications.verification import State
from local.vendors.desk import Webhook
from local.vendors.stripe import Stripe
from tests.vendors.harness import VendorHarness
from tests.vendors.test_words import alerts, status, taken, verified

S = State


# Persona


def inflected(value: Any, how: str) -> Any:
    """The same JSON with its keys as the webhook's `api-key-inflection` says."""
    if isinstance(value, list):
        return [inflected(one, how) for one in value]
    if not isinstance(value, dict):
        return value
    changed = {}
    for key, inner in value.items():
        first, *rest = key.split("-")
        camel = first + "".join(word.title() for word in rest)
        name = {"kebab": key, "snake": key.replace("-", "_"), "camel": camel}[how]
        changed[name] = inflected(inner, how)
    return changed


@pytest.mark.parametrize("how", ["kebab", "snake", "camel"])
def test_personas_keys_come_in_three_inflections(how: str, harness: VendorHarness) -> None:
    verification_id, webhook = harness.approved("persona")
    event = inflected(json.loads(webhook.body), how)
    desk = harness.vendors.desks["persona"]
    taken(harness, desk.webhook(event, how))
    assert harness.verification(verification_id).state is S.APPROVED
    headers = {k.lower(): v for k, v in desk.signed(b"x", harness.now()).items()}
    assert headers
    assert "A webhook cannot be read" not in alerts(harness)


@pytest.mark.parametrize("how", ["kebab", "snake", "camel"])
def test_personas_reference_is_read_in_each(how: str, harness: VendorHarness) -> None:
    verification_id, webhook = harness.approved("persona")
    event = inflected(json.loads(webhook.body), how)
    desk = harness.vendors.desks["persona"]
    made = desk.webhook(event, how)
    headers = {k.lower(): v for k, v in made.headers(harness.now()).items()}
    told = harness.find("persona").receive(headers, made.body, harness.now())
    assert told.reference == verification_id


def test_a_persona_inquiry_that_expired_can_be_resumed(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    desk = harness.vendors.desks["persona"]
    told = []
    for action in ("start", "expire", "submit", "approve"):
        harness.now.move(minutes=5)
        desk.act(session.id, action)
        taken(harness, desk.posted[-1])
        told.append((harness.verification(verification_id).state, status(harness)))
    assert told == [
        (S.IN_PROGRESS, KycStatus.PENDING),
        (S.EXPIRED, KycStatus.NOT_VERIFIED),
        (S.PROCESSING, KycStatus.PENDING),
        (S.APPROVED, KycStatus.VERIFIED),
    ]


def test_what_was_resumed_converges_in_every_order(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    desk = harness.vendors.desks["persona"]
    for action in ("start", "expire", "submit"):
        harness.now.move(minutes=5)
        desk.act(session.id, action)
    for webhook in reversed(desk.posted):
        harness.deliver(webhook)
    harness.work()
    assert harness.verification(verification_id).state is S.PROCESSING


def test_an_inquiry_of_another_template_approves_nobody(harness: VendorHarness) -> None:
    verification_id, session = harness.started("persona")
    desk = harness.vendors.desks["persona"]
    desk.credentials = {**desk.credentials, "templateId": "itmpl_newsletter"}
    harness.now.move(minutes=5)
    desk.act(session.id, "approve")
    harness.cases.refresh(harness.verification(verification_id))
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW


def test_a_report_that_names_an_account_only_finds_its_person(harness: VendorHarness) -> None:
    verification_id, session = verified(harness, "persona")
    desk = harness.vendors.desks["persona"]
    event = desk.event(session, "report/watchlist.matched")
    thing = event["data"]["attributes"]["payload"]["data"]
    account = {"type": "account", "id": session.id.replace("inq_", "act_")}
    thing["relationships"] = {"account": {"data": account}}
    taken(harness, desk.webhook(event, "by account"))
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW


def test_late_news_about_somebody_we_do_not_know_rings_and_is_kept(harness: VendorHarness) -> None:
    _, session = verified(harness, "persona")
    desk = harness.vendors.desks["persona"]
    event = desk.event(replace(session, id="inq_stranger"), "report/watchlist.matched")
    taken(harness, desk.webhook(event, "stranger"))
    assert alerts(harness) == ["A vendor has late news about somebody we do not know"]
    key = event["data"]["id"]
    assert harness.seen.get("persona", key).outcome == "unknown"


# Signatures

SECRET, BODY = "test_secret", b'{"event":"x"}'
AT = datetime.fromtimestamp(1_700_000_000, UTC)
BLANKS = st.text(" ", max_size=3)
FOREIGN = st.sampled_from(
    ["v2=abcdef", "t=1,v2=abcdef", "t=later,v1=00", "kid=7", "t=1", "v1=" + "0" * 64]
)


@given(
    before=st.lists(FOREIGN, max_size=3),
    after=st.lists(FOREIGN, max_size=3),
    blanks=BLANKS,
    around=BLANKS,
)
def test_blanks_and_groups_of_other_schemes_do_no_harm(
    before: list[str], after: list[str], blanks: str, around: str
) -> None:
    good = sign_timed(SECRET, BODY, AT).replace(",", f"{blanks},{blanks}")
    header = around + f"{blanks} ".join([*before, good, *after]) + around
    assert check_timed(header, BODY, [SECRET], AT) == AT


@given(groups=st.lists(FOREIGN, max_size=6), blanks=BLANKS)
def test_groups_of_other_schemes_alone_open_nothing(groups: list[str], blanks: str) -> None:
    with pytest.raises(Unauthenticated):
        check_timed(f"{blanks} ".join(groups), BODY, [SECRET], AT)


# Sumsub


def of_level(harness: VendorHarness, session: Any, level: str, answer: str = "GREEN") -> Webhook:
    """A review of some level, which the applicant shows as well."""
    desk = harness.vendors.desks["sumsub"]
    event = desk.event(session, "applicantReviewed")
    desk.credentials = {**desk.credentials, "levelName": level}
    session.state, session.changed_at = "approved", harness.now()
    result = {"reviewResult": {"reviewAnswer": answer}, "reviewStatus": "completed"}
    return desk.webhook({**event, **result, "levelName": level}, level)


@pytest.mark.parametrize("level", ["phone-only", "BASIC-KYC-LEVEL", "basic-kyc-level ", ""])
def test_an_approval_of_another_level_approves_nobody(level: str, harness: VendorHarness) -> None:
    verification_id, session = harness.started("sumsub")
    taken(harness, of_level(harness, session, level))
    found = harness.verification(verification_id)
    assert (found.state, status(harness)) == (S.NEEDS_REVIEW, KycStatus.PENDING)


def test_an_approval_of_our_level_approves(harness: VendorHarness) -> None:
    verification_id, session = harness.started("sumsub")
    taken(harness, of_level(harness, session, "basic-kyc-level"))
    assert harness.verification(verification_id).state is S.APPROVED


def test_another_level_later_takes_no_approval_back_by_its_name_alone(
    harness: VendorHarness,
) -> None:
    verification_id, session = verified(harness, "sumsub")
    desk = harness.vendors.desks["sumsub"]
    event = {**desk.event(session, "applicantLevelChanged"), "levelName": "aml-extra"}
    taken(harness, desk.webhook(event, "level"))
    assert harness.verification(verification_id).state is S.APPROVED


def test_an_applicant_reset_after_green_rings_and_stays_verified(harness: VendorHarness) -> None:
    verification_id, session = verified(harness, "sumsub")
    desk = harness.vendors.desks["sumsub"]
    session.state, session.changed_at = "created", harness.now()
    taken(harness, desk.tell(session, "applicantReset"))
    assert (harness.verification(verification_id).state, status(harness)) == (
        S.APPROVED, KycStatus.VERIFIED,
    )  # fmt: skip
    assert "A vendor has late news" in alerts(harness)


# Onfido


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("watchlist_monitor.matches_updated", S.NEEDS_REVIEW),
        ("check.reopened", S.APPROVED),
        ("report.withdrawn", S.APPROVED),
    ],
)
def test_onfidos_late_news_finds_the_run_by_its_applicant(
    word: str, state: State, harness: VendorHarness
) -> None:
    verification_id, session = verified(harness, "onfido")
    taken(harness, harness.vendors.desks["onfido"].tell(session, word))
    assert harness.verification(verification_id).state is state
    assert "A vendor has late news" in alerts(harness)


def test_a_reopened_check_that_ended_worse_is_taken_from_the_vendors_answer(
    harness: VendorHarness,
) -> None:
    verification_id, session = verified(harness, "onfido")
    session.state, session.changed_at = "declined", harness.now()
    taken(harness, harness.vendors.desks["onfido"].tell(session, "check.reopened"))
    assert harness.verification(verification_id).state is S.REJECTED


def test_a_run_of_another_workflow_approves_nobody(harness: VendorHarness) -> None:
    verification_id, session = harness.started("onfido")
    desk = harness.vendors.desks["onfido"]
    desk.credentials = {**desk.credentials, "workflowId": "a-workflow-that-checks-nothing"}
    harness.now.move(minutes=5)
    desk.act(session.id, "approve")
    taken(harness, desk.posted[-1])
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW


# Stripe


def failed_with(harness: VendorHarness, session: Any, code: str) -> Webhook:
    """What Stripe tells, and answers, when a session waits for input because of `code`."""
    desk = harness.vendors.desks["stripe"]
    assert isinstance(desk, Stripe)
    usual = desk._session

    def answer(of: Any, expanded: bool = False) -> dict[str, Any]:
        return {**usual(of, expanded), "status": "requires_input", "last_error": {"code": code}}

    vars(desk)["_session"] = answer
    return desk.tell(session, "identity.verification_session.requires_input")


@pytest.mark.parametrize("code", ["consent_declined", "device_not_supported"])
def test_who_cannot_go_on_at_stripe_is_offered_another_way(
    code: str, harness: VendorHarness
) -> None:
    verification_id, session = harness.started("stripe")
    taken(harness, failed_with(harness, session, code))
    assert harness.verification(verification_id).state is S.IN_PROGRESS
    again = harness.providers.start(harness.user_id)
    assert again.provider != "stripe"
    assert again.verification_id == verification_id


def test_who_just_left_goes_on_in_the_same_session(harness: VendorHarness) -> None:
    verification_id, session = harness.started("stripe")
    taken(harness, failed_with(harness, session, "abandoned"))
    again = harness.providers.start(harness.user_id)
    assert (again.provider, again.verification_id) == ("stripe", verification_id)
    assert len(harness.vendors.desks["stripe"].sessions) == 1


def test_who_insists_on_stripe_gets_stripe(harness: VendorHarness) -> None:
    _, session = harness.started("stripe")
    taken(harness, failed_with(harness, session, "consent_declined"))
    assert harness.providers.start(harness.user_id, "stripe").provider == "stripe"


# Veriff


@pytest.mark.parametrize("names_session", [True, False])
@pytest.mark.parametrize("match", ["possible_match", "potential_match"])
def test_veriffs_watchlist_webhook_of_both_editions(
    match: str, names_session: bool, harness: VendorHarness
) -> None:
    verification_id, session = verified(harness, "veriff")
    desk = harness.vendors.desks["veriff"]
    event = desk.event(session, f"watchlist:{match}")
    if match == "possible_match":
        event["matchStatus"] = event.pop("reviewStatus")
    if not names_session:
        del event["sessionId"]
    taken(harness, desk.webhook(event, match))
    assert harness.verification(verification_id).state is S.NEEDS_REVIEW
    kept = [harness.queue.bodies, list(harness.seen.items.values())]
    assert "CANARY" not in json.dumps(kept, default=str)
