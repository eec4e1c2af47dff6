"""`make demo`: applicants go through the whole journey over HTTP, on real pictures.

    python -m local.demo [--id card.jpg] [--selfies folder] [--scenario verified|rejected|stranger]
    python -m local.demo --provider veriff
    python -m local.demo --backend

Without pictures of your own, synthetic documents with a public-domain face are drawn. Exit status 0
only if every applicant ends as expected.
"""

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import requests
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from local import backend, second_factor
from local.applicant import Applicant, Client, Frames, Unexpected, expect, wait_for
from local.provision import ProvisionError
from local.vendors.journey import CASES, PLAYED, applicant, verify
from local.vendors.journey import Case as VendorCase

PORTS = {
    "api": ("VESTIBULE_PORT_API", "8000"),
    "cloud": ("VESTIBULE_PORT_CLOUD", "4566"),
    "vendors": ("VESTIBULE_PORT_VENDORS", "8030"),
}
console = Console(highlight=False)


def url(name: str) -> str:
    """The base URL of a part of the local system (a key of PORTS), by the environment."""
    variable, default = PORTS[name]
    return f"http://127.0.0.1:{os.environ.get(variable, default)}"


@dataclass(frozen=True)
class Case:
    """One applicant and the expected end: `ends` is verified, rejected or needs_review.

    `born`: ISO 8601; `document`: JPEG or PNG; `frames`: see `Applicant.show_liveness`; `by_form`:
    upload by a presigned form; `reviewer_says`: approve, reject, or "" for no reviewer.
    """

    title: str
    name: str
    born: str
    nationality: str
    document: bytes
    frames: Frames
    ends: str
    by_form: bool = False
    reviewer_says: str = ""


@dataclass
class Story:
    """Prints a line per step, with a tick and its seconds. `taken`: seconds of each step."""

    progress: Progress
    bar: Any
    taken: list[float] = field(default_factory=list)

    def step(self, what: str, work: Callable[[], Any]) -> Any:
        """Does one step and returns its result; a short text is shown in the line. Errors of
        `work` pass after a cross is printed."""
        started = perf_counter()
        try:
            found = work()
        except Exception:
            self.progress.console.print(f"  [red]✗[/] {what}")
            raise
        seconds = perf_counter() - started
        self.taken.append(seconds)
        note = f" [dim]{found}[/]" if isinstance(found, str) and 0 < len(found) < 36 else ""
        self.progress.console.print(f"  [green]✓[/] {what:<44}[cyan]{seconds:6.2f} s[/]{note}")
        self.progress.advance(self.bar)
        return found


STEPS = 11


def journey(case: Case, api: str, cloud: str) -> None:
    """Takes one applicant from the sign-up form to the end of the case. `api`, `cloud`: base URLs.
    Unexpected if it ends otherwise."""
    console.print(f"\n[bold]{case.title}[/]")
    applicant = Applicant(Client(api, cloud), case.name, case.born, case.nationality)
    columns = (TextColumn("  {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        total = STEPS + (2 if case.reviewer_says else 0)
        story = Story(progress, progress.add_task("on the way", total=total))
        _account(story, applicant)
        _identity(story, applicant, case)
        _end(story, applicant, case)
    console.print(f"  [bold]{case.ends}[/] in {sum(story.taken):.1f} s")


def _account(story: Story, applicant: Applicant) -> None:
    story.step("sign up", applicant.start)
    code = story.step("code by SMS", applicant.read_code)

    def confirm() -> None:
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        answer = applicant.confirm(wrong)
        if answer.status_code != 400:
            raise Unexpected(f"a wrong code was answered with {answer.status_code}")
        expect(applicant.confirm(code), 200)

    story.step("a wrong code is refused, the right one taken", confirm)
    story.step("log in", applicant.login)
    story.step("row in PostgreSQL", lambda: applicant.registered()["kycStatus"])
    story.step("profile", applicant.fill_profile)


def _identity(story: Story, applicant: Applicant, case: Case) -> None:
    send = applicant.upload_by_form if case.by_form else applicant.upload
    how = "a presigned form" if case.by_form else "the API"
    story.step(f"document through {how}", lambda: send(case.document))
    if case.by_form:
        story.step("the bucket admits the picture", lambda: _arrived(applicant))
    story.step("document read", lambda: _read(applicant))
    story.step("liveness: poses and frames", lambda: applicant.show_liveness(case.frames))
    story.step("decision", lambda: applicant.decided()["status"])


def _arrived(applicant: Applicant) -> None:
    wait_for(lambda: "front" in applicant.status()["sides"], "the picture to be admitted")


def _read(applicant: Applicant) -> str:
    def look() -> str:
        checks = {c["check"]: c["outcome"] for c in applicant.status()["checks"]}
        return "" if checks["document"] == "pending" else str(checks["document"])

    return str(wait_for(look, "the document to be read", 120))


def _end(story: Story, applicant: Applicant, case: Case) -> None:
    status = applicant.status()["status"]
    if case.reviewer_says:
        if status != "needs_review":
            raise Unexpected(f"a reviewer should look, but it is {status}")
        story.step("a reviewer sees the case", lambda: review(applicant, case.reviewer_says))
    elif case.ends == "needs_review":
        if status != "needs_review":
            raise Unexpected(f"expected needs_review, got {status}")
        story.step("a human will look", lambda: ", ".join(applicant.status()["reasons"]))
        return
    final = {"verified": "verified", "rejected": "rejected"}[case.ends]
    story.step(
        "status in the registry",
        lambda: wait_for(
            lambda: (s := applicant.me()["kycStatus"]) == final and s, f"the status {final}"
        ),
    )
    template = "welcome" if case.ends == "verified" else "rejected"
    story.step("mail", lambda: applicant.mail(template)["subject"])


def review(applicant: Applicant, word: str) -> str:
    """Lets a new reviewer open the applicant's case and decide: `word` is approve or reject.
    Returns a line with the case's reasons and lists. Unexpected if the API does not answer so."""
    reviewer = reviewer_client(applicant.client)
    case_id = applicant.verification_id
    wait_for(
        lambda: any(
            case["caseId"] == case_id
            for case in expect(reviewer.call("GET", "/reviews?limit=100"), 200)["cases"]
        ),
        "the case in the queue",
    )
    case = expect(reviewer.call("GET", f"/reviews/{case_id}"), 200)
    lists = ", ".join(sorted({str(m.get("list", "")) for m in case["matches"]})) or "no list"
    decision = {"approved": word == "approve", "reasons": ["fraud_suspected"], "note": "demo"}
    expect(reviewer.call("POST", f"/reviews/{case_id}/decision", decision), 200)
    return f"{', '.join(case['case']['reasons'])} ({lists}) → {word}"


def reviewer_client(client: Client, group: str = "reviewers") -> Client:
    """A client of a new reviewer: signed up, put into the group as an operator does, with the
    second factor that staff must have. Unexpected, or boto3's errors."""
    import boto3

    reviewer = Applicant(Client(client.api, client.cloud), "Review Er", "1980-01-01", "GRC")
    reviewer.start()
    expect(reviewer.confirm(reviewer.read_code()), 200)
    pools = boto3.client(
        "cognito-idp",
        endpoint_url=client.cloud,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    pool = pools.list_user_pools(MaxResults=10)["UserPools"][0]["Id"]
    pools.admin_add_user_to_group(UserPoolId=pool, Username=reviewer.email, GroupName=group)
    reviewer.login()
    second_factor.sign_in(reviewer, second_factor.turn_on(reviewer))
    return reviewer.client


def default_cases() -> list[Case]:
    """Three synthetic applicants: one in order, one on a watchlist, one with somebody else's
    document."""
    from local.pictures import Person, document, face, selfies

    anna = Person("Anna", "Demosthenous", "1991-03-14", "GRC", fresh_number())
    viktor = Person("Viktor", "Malenkov-Test", "1961-04-12", "UTO", fresh_number())
    maria = Person("Maria", "Exampleopoulou", "1988-09-02", "GRC", fresh_number())
    own, stranger = face("astronaut"), face("stranger-1")
    shows = selfies(own, seed=7)
    cases = []
    told: tuple[tuple[Any, ...], ...] = (
        (anna, "td3", own, "An applicant in order", "verified", "", False),
        (viktor, "id_card", own, "A person on a watchlist", "rejected", "reject", True),
        (maria, "id_card", stranger, "Somebody else's document", "needs_review", "", False),
    )
    for person, kind, portrait, title, ends, says, form in told:
        cases.append(
            Case(
                title,
                f"{person.given_names} {person.surname}",
                person.birth_date,
                person.nationality,
                document(kind, person, portrait, seed=3),
                lambda gesture, number: shows[gesture][number],
                ends,
                form,
                says,
            )
        )
    return cases


def fresh_number() -> str:
    """A random document number, two letters and seven digits: the same number twice would be a
    duplicate identity."""
    return "KN" + "".join(secrets.choice("0123456789") for _ in range(7))


def own_case(document: Path, folder: Path | None) -> Case:
    """A case of the user's own pictures: `document` is a file, `folder` has selfies by gesture.
    The document is read first. ValueError for pictures that cannot be used, OSError."""
    from local.pictures.own import frames_of, read_person

    picture = document.read_bytes()
    person = read_person(picture)
    for line in person.report:
        console.print(f"  {line}")
    frames = frames_of(folder, picture)
    return Case(
        f"Your own document, {document.name}",
        person.name,
        person.born,
        person.nationality,
        picture,
        frames,
        "verified",
    )


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; ends the process with a message if they are invalid."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__.splitlines()[0])
    parser.add_argument("--id", type=Path, help="picture of a document (make demo ID=…)")
    parser.add_argument("--selfies", type=Path, help="folder of pictures named by gesture")
    parser.add_argument("--provider", choices=sorted(PLAYED), help="a vendor verifies")
    parser.add_argument(
        "--backend", action="store_true", help="somebody without an account, by another backend"
    )
    parser.add_argument("--scenario", choices=("verified", "rejected", "needs_review"))
    return parser.parse_args(arguments)


def _cases(chosen: argparse.Namespace) -> list[Case]:
    """The applicants. ValueError, with advice, for pictures that cannot be used."""
    if chosen.id is None:
        if chosen.selfies:
            raise ValueError("SELFIES= needs ID=: the faces are compared with a document")
        return [c for c in default_cases() if chosen.scenario in (None, c.ends)]
    if not chosen.id.is_file():
        raise ValueError(f"{chosen.id} is no file: ID= is a picture of a document")
    if chosen.selfies and not chosen.selfies.is_dir():
        raise ValueError(f"{chosen.selfies} is no folder: SELFIES= is a folder of pictures")
    try:
        return [own_case(chosen.id, chosen.selfies)]
    except (ValueError, OSError) as error:
        raise ValueError(f"{chosen.id}: {error}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the chosen scenarios against the running system, or starts it. Exit status: 0 if all
    ended as expected, 1 if not, 2 for pictures that cannot be used."""
    chosen = _chosen(arguments)
    started = perf_counter()
    try:  # pictures first: they are refused in seconds, the system may take minutes to start
        cases = [] if chosen.provider else _cases(chosen)
        if chosen.backend:
            cases = [case for case in cases if case.ends == "verified"]
    except ValueError as error:
        console.print(f"[red]{escape(str(error))}[/]", soft_wrap=True)
        return 2
    try:
        with running():
            for name in PLAYED[chosen.provider] if chosen.provider else ():
                vendor_journey(chosen.provider, CASES[name])
            for case in cases:
                (backend_journey if chosen.backend else journey)(case, url("api"), url("cloud"))
    except (Unexpected, ProvisionError, requests.RequestException) as error:
        console.print(f"\n[red bold]not as expected:[/] {escape(str(error))}", soft_wrap=True)
        return 1
    console.print(f"\n[green bold]as expected[/] · {perf_counter() - started:.1f} s")
    return 0


def backend_journey(case: Case, api: str, cloud: str) -> None:
    """Takes an applicant without an account from another backend's request to its webhook.
    Unexpected if they do not end as verified."""
    console.print("\n[bold]A person of another backend[/]")
    columns = (TextColumn("  {task.description}"), BarColumn(), TimeElapsedColumn())
    who = (case.name, case.born, case.nationality)
    with Progress(*columns, console=console, transient=True) as progress:
        story = Story(progress, progress.add_task("on the way", total=10))
        found = backend.journey(story.step, api, cloud, who, case.document, case.frames)
    if found["kycStatus"] != "verified" or not found["attributes"]:
        raise Unexpected(f"expected verified with attributes, got {found['state']}")
    shown = ", ".join(f"{name}: {one['value']}" for name, one in found["attributes"].items())
    console.print(f"  [bold]verified[/] in {sum(story.taken):.1f} s: {escape(shown)}")


def vendor_journey(provider: str, case: VendorCase) -> None:
    """Takes one applicant through a vendor's case. Unexpected if it ends otherwise."""
    console.print(f"\n[bold]{provider}: {case.title}[/]")
    person = applicant(url("api"), url("cloud"))
    columns = (TextColumn("  {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        story = Story(progress, progress.add_task("on the way", total=10 + len(case.clicks)))
        _account(story, person)
        verify(story.step, person, provider, case, url("vendors"))
    console.print(f"  [bold]{case.ends}[/] in {sum(story.taken):.1f} s")


def running() -> Any:
    """A context manager: the running system, or one that runs for the time of the demo."""
    from local.running import system

    return system(url("api"), console)


if __name__ == "__main__":
    sys.exit(main())
