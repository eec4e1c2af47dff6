"""A private system for the browser's tests, and the people who go through it.

Prints one line of JSON: the addresses, and applicants with their document and, per gesture, frames
of their face (JPEG, Base64). Then obeys lines on stdin and answers each; ends with its input:
`reviewer <e-mail> <password>` with the six digits for the next sign-in, `link <name>` with a hosted
link that another backend has made for this person (blanks written as +), `face <name> <document>`
with a link for the movements alone after that backend has sent the document itself, `seen` with
what that backend knows of them, `erase` to have them forgotten, their face among the rest.
"""

from __future__ import annotations

import base64
import json
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

FRAMES = 8


def applicants() -> list[dict[str, Any]]:
    """Somebody in order, somebody on the list of test entries, and a second face in order; fresh
    documents."""
    from local.pictures import Person, document, face
    from local.pictures.documents import Kind

    people: tuple[tuple[Person, Kind, str], ...] = (
        (Person("Anna", "Demosthenous", "1991-03-14", "GRC", _number()), "td3", "astronaut"),
        (Person("Viktor", "Malenkov-Test", "1961-04-12", "UTO", _number()), "id_card", "astronaut"),
        (Person("Elena", "Petrova", "1988-09-02", "BGR", _number()), "td3", "stranger-1"),
    )
    return [
        {
            "name": f"{person.given_names} {person.surname}",
            "born": person.birth_date,
            "nationality": person.nationality,
            "document": _text(document(kind, person, face(portrait), seed=3)),
            "frames": _frames(face(portrait)),
        }
        for person, kind, portrait in people
    ]


def _frames(portrait: Any) -> dict[str, list[str]]:
    """Per gesture, pictures of this face in order."""
    from local.pictures import selfies

    shown = selfies(portrait, seed=7, frames=FRAMES)
    return {gesture: [_text(frame) for frame in frames] for gesture, frames in shown.items()}


class Other:
    """Another backend, which verifies its own people."""

    applicant = ""

    def __init__(self, urls: dict[str, str]) -> None:
        from local.backend import Backend, new_key

        self.backend = Backend(urls["api"], urls["cloud"], new_key(urls["cloud"], "live"))

    def link(self, name: str, born: str, nationality: str) -> str:
        """The hosted page for somebody new."""
        self.applicant = self.backend.applicant(name.replace("+", " "), born, nationality)
        return str(self.backend.session(self.applicant)["url"])

    def face(self, name: str, born: str, nationality: str, document: str) -> str:
        """The hosted page for the movements alone: the company's own app has sent the document."""
        from local.applicant import expect, wait_for

        call = self.backend.client.call
        self.applicant = self.backend.applicant(name.replace("+", " "), born, nationality)
        begun = expect(call("POST", f"/v1/applicants/{self.applicant}/verifications"), 201)
        path = f"/v1/verifications/{begun['id']}"
        expect(call("POST", f"{path}/documents?side=front", base64.b64decode(document)), 201)

        def read() -> bool:
            checks = {
                each["check"]: each["outcome"] for each in expect(call("GET", path), 200)["checks"]
            }
            return bool(checks["document"] != "pending")

        wait_for(read, "the document to be read")
        return str(self.backend.session(self.applicant, steps=["liveness"])["url"])

    def seen(self) -> str:
        """Where they stand, and their verified name."""
        from local.applicant import expect

        path = f"/v1/applicants/{self.applicant}"
        found = expect(self.backend.client.call("GET", path), 200)
        name = (self.backend.verification(found["verificationId"])["attributes"] or {}).get("name")
        return f"{found['kycStatus']} {name['value'] if name else ''}"

    def erase(self) -> str:
        """They are forgotten: the same face may come again as somebody else."""
        from local.applicant import expect

        path = f"/v1/applicants/{self.applicant}"
        expect(self.backend.client.call("DELETE", path), 200)
        return "erased"


others: list[Other] = []


def obey(line: str, urls: dict[str, str]) -> str:
    """One command; its answer."""
    command, *words = line.split()
    if command == "reviewer":
        return reviewer(urls, *words)
    if not others:
        others.append(Other(urls))
    other = others[0]
    asked: dict[str, Callable[..., str]] = {
        "link": other.link,
        "face": other.face,
        "seen": other.seen,
        "erase": other.erase,
    }
    return asked[command](*words)


def buckets(cloud: str) -> list[str]:
    """Names of all buckets."""
    import boto3

    found = boto3.client(
        "s3",
        endpoint_url=cloud,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    ).list_buckets()
    return [str(bucket["Name"]) for bucket in found["Buckets"]]


def reviewer(urls: dict[str, str], email: str, password: str) -> str:
    """Into the group, as an operator does it, with the second factor that staff must have; the code
    for the next sign-in."""
    import boto3

    from local import second_factor
    from local.applicant import Applicant, Client

    cloud = urls["cloud"]
    pools = boto3.client(
        "cognito-idp",
        endpoint_url=cloud,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    pool = pools.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
    pools.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName="reviewers")
    client = Client(urls["api"], cloud)
    person = Applicant(client, "Review Er", "1980-01-01", "GRC", email, password=password)
    person.login()
    return second_factor.code(second_factor.turn_on(person), cloud, ahead=1)


def _number() -> str:
    """A document number nobody has used: the same one twice is a duplicate identity."""
    return "KN" + "".join(secrets.choice("0123456789") for _ in range(7))


def _text(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def main() -> None:
    """Stay until the input ends."""
    from local.zygote import Zygote
    from web.e2e.live import hosts

    named = hosts.environment(*sys.argv[1:]) if sys.argv[1:] else {}
    with Zygote() as zygote, zygote.fork(**named) as urls:
        told = {"urls": dict(urls), "applicants": applicants()}
        if named:
            told |= {"names": hosts.NAMES, "policy": hosts.policy(buckets(urls["cloud"]))}
        print(json.dumps(told), flush=True)
        for line in sys.stdin:
            print(json.dumps({"code": obey(line.strip(), dict(urls))}), flush=True)


if __name__ == "__main__":
    main()
