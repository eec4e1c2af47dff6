"""`make preflight STAGE=dev REGION=eu-west-1`: checks what the account lacks for a deployment.

    python -m operations.preflight --stage dev [--region eu-west-1] [--endpoint URL]

It only reads. A line per check: ✓ correct; ✗ the deployment or the first applicant would fail; ?
only you can tell, or the credentials may not look. `make deploy` begins with it and stops on ✗.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from operations import own_values
from operations.clients import Clients
from operations.stage import REGIONS, STAGES, DeployError, Stage

console = Console(highlight=False, soft_wrap=True)
OK, NO, ASK = "✓", "✗", "?"
_COLOURS = {OK: "green", NO: "red", ASK: "yellow"}
#: Documents per second that are wanted; a region's quota is 1 to 10.
DOCUMENTS = 2


@dataclass(frozen=True)
class Line:
    """The result of one check. `mark`: OK, NO or ASK; `todo`: what to do about it."""

    mark: str
    what: str
    todo: str = ""


@dataclass(frozen=True)
class Account:
    """What is checked: the stage's AWS account and its operator's values."""

    stage: Stage
    values: dict[str, Any]

    @property
    def client(self) -> Clients:
        """Makes AWS clients of the stage."""
        return self.stage.client

    @property
    def prod(self) -> bool:
        """Whether the stage is for real people."""
        return self.stage.name == "prod"

    def missing(self, grave: bool, what: str, todo: str) -> Line:
        """A missing thing: ✗ if it stops real people, ? if testers can do without it."""
        return Line(NO if grave else ASK, what, todo)


Question = Callable[[Account], Iterator[Line]]


def identity(account: Account) -> Iterator[Line]:
    """Whose credentials these are."""
    wanted = account.values.get("account_id")
    if wanted and wanted != account.stage.account:
        todo = f"this environment belongs to account {wanted}: take its credentials (AWS_PROFILE)"
        yield Line(NO, f"the credentials are of account {account.stage.account}", todo)
        return
    yield Line(OK, f"account {account.stage.account}")


def region(account: Account) -> Iterator[Line]:
    """Whether the region has every service."""
    here = REGIONS[account.stage.region]
    yield Line(OK, f"{account.stage.region} ({here['name']}) has every service")
    engine = account.values.get("settings", {}).get("liveness_engine")
    films = account.values.get("features", {}).get("face_liveness")
    if (films or engine == "rekognition") and not here["face_liveness"]:
        lively = ", ".join(name for name, each in REGIONS.items() if each["face_liveness"])
        todo = f"choose `gestures`, or deploy to {lively}"
        yield Line(NO, "Face Liveness cannot be streamed from this region", todo)


def addresses(account: Account) -> Iterator[Line]:
    """Whether the operator has given their addresses."""
    file = f"infra/envs/{account.stage.name}.own.tfvars"
    for name, example in (
        ("site_origins", '["https://kyc.company.test"]'),
        ("email_sender", '"no-reply@company.test"'),
    ):
        value = account.values.get(name)
        if not value:
            todo = f"write `{name} = {example}` into {file}, or set TF_VAR_{name}"
            yield Line(NO, f"{name} is not set", todo)
        elif ".example" in str(value):
            todo = f"put your own into {file}"
            yield Line(NO, f"{name} is still an example: {value}", todo)
        else:
            yield Line(OK, f"{name}: {value if isinstance(value, str) else ', '.join(value)}")
    if not account.values.get("alert_emails") and not account.values.get("alert_endpoints"):
        todo = f'write `alert_emails = ["on-call@company.test"]` into {file}'
        yield account.missing(account.prod, "nobody is told of alarms", todo)


def concurrency(account: Account) -> Iterator[Line]:
    """How many functions may run at once."""
    limits = account.client("lambda").get_account_settings()["AccountLimit"]
    most = int(limits["ConcurrentExecutions"])
    if most >= 100:
        yield Line(OK, f"Lambda runs {most} functions at once")
        return
    todo = "ask for 1000: Service Quotas, AWS Lambda, Concurrent executions (a day or two)"
    yield account.missing(account.prod, f"Lambda runs only {most} functions at once", todo)


def quotas(account: Account) -> Iterator[Line]:
    """Whether documents and faces are read as fast as they come."""
    for code, word, needed in (
        ("textract", "AnalyzeDocument synchronous", DOCUMENTS),
        ("rekognition", "CompareFaces", 5),
        ("states", "StartExecution", 50),
    ):
        pages = account.client("service-quotas").get_paginator("list_service_quotas")
        listed = (each for page in pages.paginate(ServiceCode=code) for each in page["Quotas"])
        found = next((q for q in listed if word in q["QuotaName"]), None)
        if found is None:
            yield Line(ASK, f"{code} names no quota for {word}", "look at Service Quotas")
        elif found["Value"] >= needed:
            yield Line(OK, f"{code}: {found['Value']:g} {word} a second")
        else:
            todo = "ask for more in Service Quotas"
            said = f"{code}: only {found['Value']:g} {word} a second, {needed:g} are wanted"
            yield account.missing(account.prod, said, todo)


def mail(account: Account) -> Iterator[Line]:
    """Whether mail reaches applicants."""
    ses = account.client("sesv2")
    found = ses.get_account()
    if not found["ProductionAccessEnabled"]:
        todo = "ask for production access: SES, Account dashboard (a day); until then only verified"
        todo += " addresses get mail"
        yield account.missing(account.prod, "SES is in its sandbox", todo)
    elif not found["SendingEnabled"]:
        yield Line(NO, "SES does not send for this account", "SES, Account dashboard, says why")
    else:
        yield Line(OK, "SES sends to everybody")
    sender = account.values.get("email_sender")
    if not sender:
        return
    for identity_name in (sender, sender.partition("@")[2]):
        try:
            if ses.get_email_identity(EmailIdentity=identity_name)["VerifiedForSendingStatus"]:
                yield Line(OK, f"{identity_name} is confirmed")
                return
        except ses.exceptions.NotFoundException:
            continue
    todo = "the first deployment makes it; then open the mail that SES sends, or set email_domain"
    yield Line(ASK, f"{sender} is not confirmed yet", todo)


def text_messages(account: Account) -> Iterator[Line]:
    """Whether text messages reach telephones."""
    sns = account.client("sns")
    if sns.get_sms_sandbox_account_status()["IsInSandbox"]:
        todo = "SNS, Text messaging, Exit SMS sandbox (a day); until then only verified numbers"
        yield account.missing(account.prod, "SMS is in its sandbox: no code reaches anybody", todo)
    else:
        yield Line(OK, "SMS goes to every number")
    limit = sns.get_sms_attributes()["attributes"].get("MonthlySpendLimit", "1")
    if float(limit) <= 1:
        todo = "about twenty codes: ask AWS Support for a higher SMS spend limit, then set it"
        yield account.missing(account.prod, f"SMS stops at {limit} US dollar a month", todo)
    else:
        yield Line(OK, f"SMS may cost {limit} US dollars a month")
    todo = "the US, India and others want a registered number or sender; SNS, Origination numbers"
    yield Line(ASK, "which countries do your applicants live in?", todo)


def site(account: Account) -> Iterator[Line]:
    """Whether the site's name has a certificate."""
    origins = account.values.get("site_origins") or []
    hosts = [origin.removeprefix("https://") for origin in origins]
    certificate = account.values.get("site_certificate_arn")
    if not certificate:
        if any(not host.endswith(".cloudfront.net") for host in hosts):
            todo = "request one in us-east-1 (ACM), prove the domain, set site_certificate_arn"
            yield Line(NO, f"no certificate for {', '.join(hosts)}", todo)
        return
    found = account.client("acm:us-east-1").describe_certificate(CertificateArn=certificate)
    described = found["Certificate"]
    names = {described["DomainName"], *described.get("SubjectAlternativeNames", [])}
    without = [host for host in hosts if not _covered(host, names)]
    if described["Status"] != "ISSUED":
        todo = "add the DNS records that ACM names, and wait some minutes"
        yield Line(NO, f"the certificate is {described['Status'].lower()}", todo)
    elif without:
        yield Line(NO, f"the certificate lacks {', '.join(without)}", "request one with all names")
    else:
        yield Line(OK, f"certificate for {', '.join(hosts)}")


def _covered(host: str, names: set[str]) -> bool:
    return host in names or f"*.{host.partition('.')[2]}" in names


def distributions(account: Account) -> Iterator[Line]:
    """Whether the account may have CloudFront distributions."""
    listed = account.client("cloudfront").list_distributions()["DistributionList"]
    if listed.get("Quantity", 0):
        yield Line(OK, "CloudFront serves this account")
        return
    todo = "if the deployment stops with 'account must be verified', write to AWS Support"
    yield Line(ASK, "this account has had no CloudFront distribution yet", todo)


def pipeline(account: Account) -> Iterator[Line]:
    """Whether GitHub may deploy, if configured."""
    if not account.values.get("repository"):
        yield Line(ASK, "no repository deploys by itself", "set `repository` if one should")
        return
    iam = account.client("iam")
    name = f"vestibule-{account.stage.name}-deploy"
    listed = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    if not any("token.actions.githubusercontent.com" in each["Arn"] for each in listed):
        todo = "the first deployment, from a desk, makes it (modules/pipeline)"
        yield Line(ASK, "GitHub's identity provider is not there yet", todo)
        return
    try:
        role = iam.get_role(RoleName=name)["Role"]
    except iam.exceptions.NoSuchEntityException:
        todo = "another stack owns GitHub's provider: import it, or remove `repository`"
        yield Line(NO, f"there is a provider, but no role {name}", todo)
        return
    if int(role["MaxSessionDuration"]) < 7200:
        todo = "the pipeline asks for two hours: deploy once from a desk"
        yield Line(NO, f"{name} allows {role['MaxSessionDuration']} s", todo)
    else:
        yield Line(OK, f"the pipeline may become {name}; AWS_ROLE_ARN = {role['Arn']}")


def budget(account: Account) -> Iterator[Line]:
    """Whether somebody is notified of costs."""
    found = account.client("budgets").describe_budgets(AccountId=account.stage.account)
    if found.get("Budgets"):
        yield Line(OK, f"{len(found['Budgets'])} budgets watch the costs")
    else:
        todo = "AWS Budgets, Create budget: a monthly sum and your address"
        yield Line(ASK, "no budget watches the costs", todo)


QUESTIONS: tuple[Question, ...] = (
    *(identity, region, addresses, concurrency, quotas, mail, text_messages),
    *(site, distributions, pipeline, budget),
)


def look(stage: Stage) -> list[Line]:
    """The results of all checks. DeployError without credentials or for an unsupported region."""
    stage.enter()
    account = Account(stage, own_values.read(stage.name))
    return [line for question in QUESTIONS for line in _asked(question, account)]


def _asked(question: Question, account: Account) -> Iterator[Line]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield from question(account)
    except (ClientError, BotoCoreError) as error:
        code = (
            error.response["Error"]["Code"]
            if isinstance(error, ClientError)
            else type(error).__name__
        )
        about = (question.__doc__ or question.__name__).strip().rstrip(".").lower()
        todo = "give these credentials ReadOnlyAccess"
        yield Line(ASK, f"{about}: AWS does not say ({code})", todo)


def refused(lines: Sequence[Line]) -> str:
    """The results that stop a deployment (NO), one line each; "" if there are none."""
    return "\n".join(f"{NO} {line.what}: {line.todo}" for line in lines if line.mark == NO)


def show(lines: Sequence[Line]) -> None:
    """Prints the results."""
    for line in lines:
        console.print(f"[{_COLOURS[line.mark]}]{line.mark}[/] {line.what}")
        if line.mark != OK and line.todo:
            console.print(f"  [dim]{line.todo}[/]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the checks. Exit status: 1 if a deployment would fail, or the account cannot be read."""
    parser = argparse.ArgumentParser(prog="make preflight", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--endpoint", help="an endpoint of AWS's kind on this machine")
    chosen = parser.parse_args(arguments)
    try:
        lines = look(Stage(chosen.stage, chosen.region, chosen.endpoint))
    except DeployError as error:
        console.print(f"[red]{NO}[/] {error}")
        return 1
    show(lines)
    return 1 if refused(lines) else 0


if __name__ == "__main__":
    sys.exit(main())
