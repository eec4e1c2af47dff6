"""Lambdas behind queues, streams and buckets: only what failed comes again, nothing twice."""

import io
import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from chalicelib.domain.errors import BadRequest, Unavailable
from chalicelib.domain.liveness.liveness import LivenessSession, SessionState
from chalicelib.domain.verifications.verification import State
from chalicelib.entrypoints import identity, triggers
from tests.entrypoints.api_harness import CONTEXT, ApiHarness
from tests.present import present
from tests.services.accounts.test_registration import an_event, user_of
from tests.services.in_memory import EMAIL, PHONE, picture
from tests.services.in_memory import printed as page


def messages(*bodies: object) -> dict[str, Any]:
    """An SQS batch; ids are m0, m1, …"""
    return {
        "Records": [
            {
                "messageId": f"m{n}",
                "receiptHandle": "r",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:q",
                "awsRegion": "eu-west-1",
            }
            for n, body in enumerate(bodies)
        ]
    }


def failed(answer: Mapping[str, Any]) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def put(key: str) -> dict[str, Any]:
    """The queue's message about a picture in the bucket."""
    return messages({"Records": [{"s3": {"object": {"key": key}}}]})


def change(
    verification_id: str, number: str = "1", at: float = 0.0, name: str = "MODIFY"
) -> dict[str, Any]:
    """A record of the KycOcrData stream."""
    return {
        "eventID": number,
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {"verificationId": {"S": verification_id}},
            "SequenceNumber": number,
            "ApproximateCreationDateTime": at,
        },
    }


def test_poison_among_sign_ups_comes_again_alone(harness: ApiHarness) -> None:
    batch = messages(
        an_event(1), "no json", {"detail-type": "other"}, an_event(2), an_event(3, email="x")
    )
    assert failed(triggers.process_user_signup(batch, CONTEXT)) == ["m1", "m2", "m4"]
    assert set(harness.system.users.rows) == {user_of(1), user_of(2)}


def test_a_batch_delivered_twice_writes_once(harness: ApiHarness) -> None:
    batch = messages(an_event(1), an_event(2))
    for _ in range(2):
        assert failed(triggers.process_user_signup(batch, CONTEXT)) == []
    assert len(harness.system.users.rows) == 2


def test_while_the_database_is_away_the_whole_batch_waits(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(users: object) -> None:
        raise Unavailable("not now")

    with monkeypatch.context() as patch:
        patch.setattr(harness.system.users, "upsert_many", away)
        with pytest.raises(Unavailable):
            triggers.process_user_signup(messages(an_event(1)), CONTEXT)
    assert failed(triggers.process_user_signup(messages(an_event(1)), CONTEXT)) == []


def test_logs_of_poison_name_the_code_and_no_person(
    harness: ApiHarness, printed: io.StringIO
) -> None:
    triggers.process_user_signup(messages(an_event(1, phone="canary")), CONTEXT)
    assert "event_invalid" in printed.getvalue()
    assert "canary" not in printed.getvalue() and "applicants.example" not in printed.getvalue()


@pytest.fixture
def shown(harness: ApiHarness) -> LivenessSession:
    """A session whose frames are all in."""
    _, user_id = harness.system.confirmed()
    return harness.system.show(user_id, harness.system.uploaded(user_id))


def test_faces_are_compared_and_poison_comes_again_alone(
    harness: ApiHarness, shown: LivenessSession
) -> None:
    batch = messages("no json", {"sessionId": shown.session_id}, {"sessionId": "absent"}, {})
    assert failed(triggers.compare_faces(batch, CONTEXT)) == ["m0", "m2", "m3"]
    assert harness.system.sessions.get(shown.session_id).state is SessionState.PASSED


def test_a_comparison_delivered_twice_runs_once(
    harness: ApiHarness, shown: LivenessSession
) -> None:
    batch = messages({"sessionId": shown.session_id}, {"sessionId": shown.session_id})
    assert failed(triggers.compare_faces(batch, CONTEXT)) == []
    assert len([e for e in harness.system.audit.entries if e[1] == "liveness"]) == 1


def test_an_engine_that_is_away_costs_a_retry_and_nothing_else(
    harness: ApiHarness, shown: LivenessSession
) -> None:
    batch = messages({"sessionId": shown.session_id})
    harness.system.faces.fault = Unavailable("not now")
    assert failed(triggers.compare_faces(batch, CONTEXT)) == ["m0"]
    assert harness.system.outside.comparisons.shown_again == [("r", 10)]
    harness.system.faces.fault = None
    assert failed(triggers.compare_faces(batch, CONTEXT)) == []
    assert harness.system.sessions.get(shown.session_id).state is SessionState.PASSED


@pytest.fixture
def read(harness: ApiHarness) -> tuple[str, str]:
    """(user, verification) whose document was read, with a stream record of it."""
    _, user_id = harness.system.confirmed()
    verification_id = harness.system.uploaded(user_id)
    harness.system.read(verification_id)
    return user_id, verification_id


def test_a_reading_is_screened_once_however_often_the_stream_says_so(
    harness: ApiHarness, read: tuple[str, str]
) -> None:
    at = harness.system.now().timestamp()
    stream = {"Records": [change(read[1], str(n), at) for n in range(3)]}
    assert failed(triggers.sanctions_screening(stream, CONTEXT)) == []
    assert len(harness.system.watchlists[0].asked) == 1
    assert len(harness.system.screenings.items) == 1


def test_a_source_that_is_away_holds_only_its_record_and_ends_with_a_human(
    harness: ApiHarness, read: tuple[str, str]
) -> None:
    harness.system.watchlists[0].fault = Unavailable("not now")
    at = harness.system.now().timestamp()
    stream = {"Records": [change(read[1], "7", at)]}
    assert failed(triggers.sanctions_screening(stream, CONTEXT)) == ["7"]
    assert harness.system.screenings.items == {}
    harness.system.now.move(seconds=triggers.PATIENCE_SECONDS + 1)
    assert failed(triggers.sanctions_screening(stream, CONTEXT)) == []
    [record] = harness.system.screenings.items.values()
    assert record["sanctionsStatus"] == "unavailable"


def test_a_removed_or_forgotten_record_is_nobody_to_screen(
    harness: ApiHarness, read: tuple[str, str]
) -> None:
    stream = {"Records": [change(read[1], name="REMOVE"), change("absent", "2")]}
    assert failed(triggers.sanctions_screening(stream, CONTEXT)) == []
    assert harness.system.watchlists[0].asked == []


def test_a_picture_in_the_bucket_is_read(harness: ApiHarness) -> None:
    _, user_id = harness.system.confirmed()
    verification_id = harness.system.uploaded(user_id)
    harness.system.ocr.answers[f"{verification_id}.jpg"] = page(Name="Anna Demosthenous")
    for _ in range(2):
        assert failed(triggers.ocr_extraction(put(f"{verification_id}.jpg"), CONTEXT)) == []
    assert harness.system.documents.get(verification_id).value("name") == "Anna Demosthenous"


def test_a_picture_the_ocr_refuses_is_kept_as_one_that_says_nothing(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch, printed: io.StringIO
) -> None:
    _, user_id = harness.system.confirmed()
    verification_id = harness.system.uploaded(user_id)

    def refuses(*_: object) -> None:
        raise BadRequest("the picture cannot be read", "image_unreadable")

    monkeypatch.setattr(harness.system.ocr, "analyze", refuses)
    for _ in range(2):
        assert failed(triggers.ocr_extraction(put(f"{verification_id}.jpg"), CONTEXT)) == []
    kept = harness.system.documents.get(verification_id)
    assert kept.missing == ("name", "dateOfBirth", "documentNumber")
    assert printed.getvalue().count("OCRUnreadable") >= 2


def test_a_posted_picture_is_admitted_once(harness: ApiHarness) -> None:
    _, user_id = harness.system.confirmed()
    form = harness.system.uploads.form(user_id, "image/jpeg", 1000, "front")
    key = present(form.form)["fields"]["key"]
    harness.system.pictures.items[key] = picture()
    for _ in range(2):
        assert failed(triggers.ocr_extraction(put(key.replace("/", "%2F")), CONTEXT)) == []
    kept = {f"{form.verification_id}{end}" for end in (".jpg", ".facts")}
    assert set(harness.system.pictures.items) == kept


def test_a_picture_that_is_gone_is_no_fault(harness: ApiHarness) -> None:
    _, user_id = harness.system.confirmed()
    verification_id = harness.system.uploaded(user_id)
    assert failed(triggers.ocr_extraction(put(f"{verification_id}.jpg"), CONTEXT)) == []
    assert harness.system.documents.items == {}


def test_an_ocr_that_is_away_is_tried_again(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, user_id = harness.system.confirmed()
    verification_id = harness.system.uploaded(user_id)

    def away(*_: object) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(harness.system.ocr, "analyze", away)
    told = put(f"{verification_id}.jpg")
    assert failed(triggers.ocr_extraction(told, CONTEXT)) == ["m0"]
    assert harness.system.documents.items == {}


def test_a_document_that_failed_comes_again_soon_and_then_more_slowly(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not after the six minutes that its reader might have taken."""

    def away(*_: object) -> None:
        raise Unavailable("not now")

    _, user_id = harness.system.confirmed()
    told = put(f"{harness.system.uploaded(user_id)}.jpg")
    monkeypatch.setattr(harness.system.ocr, "analyze", away)
    for received in range(1, 8):
        told["Records"][0]["attributes"] = {"ApproximateReceiveCount": str(received)}
        assert failed(triggers.ocr_extraction(told, CONTEXT)) == ["m0"]
    again = harness.system.outside.pictures_to_read.shown_again
    assert again == [("r", pause) for pause in (10, 20, 40, 80, 160, 300, 300)]


def test_the_first_message_of_a_bucket_is_a_test_and_no_picture(harness: ApiHarness) -> None:
    test = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}
    assert failed(triggers.ocr_extraction(messages(test), CONTEXT)) == []
    assert harness.system.outside.pictures_to_read.shown_again == []


def test_the_sweep_and_the_reconcile_say_what_they_did(harness: ApiHarness) -> None:
    system = harness.system
    onboarding_id = system.sign_up()
    system.accounts.confirm_phone(onboarding_id, system.code())
    assert triggers.reconcile_users({}, CONTEXT) == {"missing": 1, "finished": True}
    tonight = {"source": "schedule"}  # is over
    assert triggers.reconcile_users(tonight, CONTEXT) == {"missing": 0, "finished": True}
    looked = {"looked": 0, "told": 0, "stale": 0, "failed": 0}
    told = {"woken": 0, "moved": 0, "approvals": looked}
    assert triggers.recheck_profiles({}, CONTEXT) == told


def confirmation(**attributes: Any) -> dict[str, Any]:
    return {
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "request": {"userAttributes": attributes},
    }


def test_a_confirmation_is_announced_and_answered_as_it_came(harness: ApiHarness) -> None:
    event = confirmation(sub=user_of(1), email=EMAIL, phone_number=PHONE)
    assert identity.post_confirmation(event, CONTEXT) == event
    assert len(harness.system.events.published) == 1


@pytest.mark.parametrize(
    "event",
    [
        confirmation(sub=user_of(1)),
        confirmation(),
        {"triggerSource": "PostConfirmation_ConfirmSignUp"},
        {"triggerSource": "PostConfirmation_ConfirmForgotPassword", "request": {}},
    ],
)
def test_whatever_happens_cognito_gets_its_answer(
    harness: ApiHarness, event: dict[str, Any], printed: io.StringIO
) -> None:
    assert identity.post_confirmation(event, CONTEXT) == event
    assert harness.system.events.published == []


def test_a_bus_that_is_away_refuses_nobody_and_is_counted(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch, printed: io.StringIO
) -> None:
    def away(*_: object) -> None:
        raise Unavailable("not now")

    monkeypatch.setattr(harness.system.events, "publish", away)
    event = confirmation(sub=user_of(1), email=EMAIL)
    assert identity.post_confirmation(event, CONTEXT) == event
    assert "RegistrationsMissed" in printed.getvalue()


def asked_to_send(source: str, **attributes: Any) -> dict[str, Any]:
    """What Cognito asks before it sends something."""
    request = {"userAttributes": attributes, "codeParameter": "{####}", "usernameParameter": None}
    none = {"emailSubject": None, "emailMessage": None, "smsMessage": None}
    return {"triggerSource": source, "request": request, "response": none}


@pytest.mark.parametrize(
    ("source", "locale", "subject"),
    [
        ("CustomMessage_VerifyUserAttribute", "de", "Ist das Ihre Adresse?"),
        ("CustomMessage_UpdateUserAttribute", "ja", "このアドレスはご本人のものですか"),
        ("CustomMessage_ForgotPassword", "fr", "Un nouveau mot de passe"),
        ("CustomMessage_AdminCreateUser", "", "Your account"),
        ("CustomMessage_VerifyUserAttribute", "pt", "Is this your address?"),
    ],
)
def test_what_the_pool_sends_is_in_the_language_of_its_reader(
    source: str, locale: str, subject: str
) -> None:
    event = asked_to_send(source, email=EMAIL, **({"locale": locale} if locale else {}))
    said = identity.custom_message(event, CONTEXT)["response"]
    assert said["emailSubject"] == subject
    assert "{####}" in said["emailMessage"] and "{####}" in said["smsMessage"]


@pytest.mark.parametrize(
    "event",
    [
        asked_to_send("CustomMessage_Authentication", email=EMAIL, locale="de"),
        {"triggerSource": "CustomMessage_VerifyUserAttribute", "request": {}, "response": {}},
        {"triggerSource": "CustomMessage_VerifyUserAttribute"},
    ],
)
def test_where_nothing_can_be_said_the_pool_says_it_in_its_own_words(
    event: dict[str, Any], printed: io.StringIO
) -> None:
    before = deepcopy(event)
    assert identity.custom_message(event, CONTEXT) == before


def test_a_decision_follows_whichever_lambda_is_last(
    harness: ApiHarness, read: tuple[str, str], printed: io.StringIO
) -> None:
    user_id, verification_id = read
    session = harness.system.show(user_id, verification_id)
    stream = {"Records": [change(verification_id, "1", harness.system.now().timestamp())]}
    triggers.sanctions_screening(stream, CONTEXT)
    assert harness.system.verifications.get(verification_id).state is State.PROCESSING
    triggers.compare_faces(messages({"sessionId": session.session_id}), CONTEXT)
    assert harness.system.verifications.get(verification_id).state is State.APPROVED
