"""Secrets go through everything and stay nowhere: marked values are driven through the system,
then histories, logs, queues and dead letters are searched for them.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from local import demo
from local.applicant import Applicant, Client, expect, wait_for
from local.pictures import Person, document, face, selfies
from tests.e2e.conftest import Aws, Steering

PASSWORD = "Marked-Horse-93177"
WRONG = "Guessed-Horse-55291"


@dataclass
class Trail:
    """What was driven through, and what has to be found to show that the search sees anything."""

    secrets: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def mark_picture(self, name: str, picture: bytes) -> None:
        """Base64 of the middle, at each of the three alignments."""
        middle = len(picture) // 2 // 3 * 3
        for shift in range(3):
            part = picture[middle + shift : middle + shift + 60]
            self.secrets[f"{name} {shift}"] = base64.b64encode(part).decode()


@pytest.fixture(scope="module")
def trail(system: dict[str, str], aws: Aws, platform: dict[str, Any], steer: Steering) -> Trail:
    """Applicants and callers of the authentication machine, every one of them marked."""
    found = Trail()
    applicant = signed_up(Client(system["api"], system["cloud"]), found)
    verified(applicant, found)
    forgotten(applicant, found)
    authenticated(applicant, aws, platform, found)
    failed(Client(system["api"], system["cloud"]), steer, found)
    steer.quiet()
    return found


def signed_up(client: Client, trail: Trail) -> Applicant:
    applicant = Applicant(client, "Anna Demosthenous", "1991-03-14", "GRC", password=PASSWORD)
    trail.secrets["password"] = PASSWORD
    trail.ids["onboarding"] = applicant.start()
    trail.secrets["phone code"] = code = applicant.read_code()
    wrong = f"{(int(code) + 7) % 10**6:06d}"
    trail.secrets["wrong phone code"] = wrong
    assert applicant.confirm(wrong).status_code == 400
    assert applicant.confirm(code).status_code == 200
    login = {"username": applicant.email, "password": WRONG}
    trail.secrets["wrong password"] = WRONG
    assert client.call("POST", "/auth/login", login).status_code == 401
    answer = expect(
        client.call("POST", "/auth/login", {"username": applicant.email, "password": PASSWORD}), 200
    )
    for name in ("accessToken", "idToken", "refreshToken"):
        trail.secrets[name] = answer[name][-40:]
    client.token = answer["idToken"]
    applicant.user_id = applicant.me()["userId"]
    renewed = {"userId": applicant.user_id, "refreshToken": answer["refreshToken"]}
    expect(client.call("POST", "/auth/refresh", renewed), 200)
    trail.secrets["what is no id"] = "Anna-Demosthenous-in-a-path"
    assert client.call("GET", f"/verifications/{trail.secrets['what is no id']}").status_code == 404
    return applicant


def verified(applicant: Applicant, trail: Trail) -> None:
    applicant.registered()
    applicant.fill_profile()
    number = demo.fresh_number()
    trail.secrets["document number"] = number
    person = Person("Anna", "Demosthenous", "1991-03-14", "GRC", number)
    picture = document("td3", person, face("astronaut"), seed=3)
    trail.mark_picture("document", picture)
    trail.ids["verification"] = applicant.upload(picture)
    shows = selfies(face("astronaut"), seed=7)

    def frame(gesture: str, number: int) -> bytes:
        trail.mark_picture(f"{gesture} {number}", shows[gesture][number])
        return shows[gesture][number]

    applicant.show_liveness(frame)
    assert applicant.decided()["status"] == "approved"


def forgotten(applicant: Applicant, trail: Trail) -> None:
    """A reset code, used."""
    client = applicant.client
    expect(client.call("POST", "/auth/password/forgot", {"username": applicant.email}), 204)

    def look() -> str:
        texts = [str(m.get("text")) for m in client.outbox(applicant.phone)]
        codes = [re.search(r"(\d{6}) is your code for a new password", text) for text in texts]
        return next((found.group(1) for found in reversed(codes) if found), "")

    trail.secrets["reset code"] = code = str(wait_for(look, "the reset code"))
    trail.secrets["new password"] = applicant.password = "Changed-Horse-20764"
    reset = {"username": applicant.email, "code": code, "password": applicant.password}
    expect(client.call("POST", "/auth/password/reset", reset), 200, 204)


def _ended(aws: Aws, arn: str) -> Any:
    """The execution once it is over, else nothing."""
    found = aws("stepfunctions").describe_execution(executionArn=arn)
    return found if found["status"] != "RUNNING" else None


def authenticated(applicant: Applicant, aws: Any, platform: dict[str, Any], trail: Trail) -> None:
    """The authentication machine, for somebody known and somebody new."""
    trail.secrets["machine's password"] = "Machine-Horse-61188"
    people = ((applicant.email, applicant.password), (f"{uuid.uuid4().hex[:9]}@applicants.example",
              trail.secrets["machine's password"]))  # fmt: skip
    for username, password in people:
        name = str(uuid.uuid4())
        sealed = aws("kms").encrypt(
            KeyId=platform["key_tokens_arn"],
            Plaintext=password.encode(),
            EncryptionContext={"username": username, "execution": name},
        )["CiphertextBlob"]
        arn = aws("stepfunctions").start_execution(
            stateMachineArn=platform["state_machine_authentication"],
            name=name,
            input=json.dumps(
                {
                    "username": username,
                    "sealedPassword": base64.b64encode(sealed).decode(),
                    "waitSeconds": 1,
                }
            ),
        )["executionArn"]
        trail.ids[f"execution of {username}"] = name
        done = wait_for(partial(_ended, aws, arn), "the authentication machine")
        assert done["status"] == "SUCCEEDED", done


def failed(client: Client, steer: Any, trail: Trail) -> None:
    """Somebody whose document nobody can read: its event ends among the dead letters."""
    applicant = Applicant(client, "Maria Exampleopoulou", "1988-09-02", "GRC")
    trail.ids["failed onboarding"] = applicant.start()
    trail.secrets["second phone code"] = code = applicant.read_code()
    applicant.confirm(code)
    applicant.login()
    applicant.registered()
    applicant.fill_profile()
    number = demo.fresh_number()
    trail.secrets["second document number"] = number
    person = Person("Maria", "Exampleopoulou", "1988-09-02", "GRC", number)
    picture = document("td3", person, face("astronaut"), seed=4)
    trail.mark_picture("second document", picture)
    # No retry within a call: the queue's own tries are what takes its time.
    steer.outage("textract", error="AccessDeniedException", status=400)
    trail.ids["failed verification"] = applicant.upload(picture)
    steer.quiet()
    for _ in range(8):  # its queue hands it over eight times, up to five minutes apart
        steer.move(minutes=5)
        steer.quiet()
    steer.fair()


def histories(aws: Any) -> dict[str, str]:
    """Everything Step Functions keeps of every execution."""
    client = aws("stepfunctions")
    found = {}
    for machine in client.list_state_machines()["stateMachines"]:
        pages = client.get_paginator("list_executions").paginate(
            stateMachineArn=machine["stateMachineArn"]
        )
        for execution in (e for page in pages for e in page["executions"]):
            arn = execution["executionArn"]
            events = client.get_paginator("get_execution_history").paginate(
                executionArn=arn, includeExecutionData=True
            )
            whole = [event for page in events for event in page["events"]]
            whole.append(client.describe_execution(executionArn=arn))
            found[f"{machine['name']}:{execution['name']}"] = json.dumps(whole, default=str)
    return found


def messages(aws: Any) -> dict[str, str]:
    """What lies in every queue, dead letters included."""
    client, found = aws("sqs"), {}
    for url in client.list_queues().get("QueueUrls", []):
        texts = []
        while batch := client.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], WaitTimeSeconds=0
        ).get("Messages"):
            texts += [json.dumps(message) for message in batch]
        found[url.rsplit("/", 1)[-1]] = "\n".join(texts)
    return found


def leaks(secrets: dict[str, str], places: dict[str, str]) -> list[str]:
    """`secret in place` for each that is found; short numbers only as words of their own."""
    found = []
    for place, text in places.items():
        for name, secret in secrets.items():
            pattern = re.escape(secret)
            if len(secret) < 10:
                pattern = rf"(?<![0-9A-Za-z.]){pattern}(?![0-9A-Za-z])"
            if re.search(pattern, text):
                found.append(f"{name} in {place}")
    return found


def test_no_secret_is_in_a_workflows_history(trail: Trail, aws: Aws) -> None:
    places = histories(aws)
    everything = "\n".join(places.values())
    for name in ("onboarding", "failed onboarding"):
        assert trail.ids[name] in everything, "the search would see nothing"
    assert any(place.startswith("vestibule-local-user-authentication") for place in places)
    assert leaks(trail.secrets, places) == []


def test_no_secret_is_in_a_log_or_a_metric(trail: Trail, steer: Steering) -> None:
    lines = steer.logs()
    everything = "\n".join(str(line["message"]) for line in lines)
    assert trail.ids["verification"] in everything, "the search would see nothing"
    assert "_aws" in everything, "metrics are among the lines"
    places = {f"{line['function']} line {line['number']}": str(line["message"]) for line in lines}
    assert leaks(trail.secrets, places) == []


def test_no_secret_is_in_a_queue_or_a_dead_letter(trail: Trail, aws: Aws) -> None:
    places = messages(aws)
    assert trail.ids["failed verification"] in "\n".join(places.values()), "a dead letter is there"
    assert leaks(trail.secrets, places) == []


def test_the_search_finds_what_is_there() -> None:
    places = {"a log": 'sent {"code":"123456"} for KN1234567', "another": "at 1123456.7"}
    assert leaks({"code": "123456"}, places) == ["code in a log"]
    assert leaks({"number": "KN1234567"}, places) == ["number in a log"]
