"""The functions and the API of one environment: packing, deployment by Chalice, and its record.

Chalice knows its resources only from a file in the project. That file is kept in the state bucket,
so that other machines and the pipeline change the same API instead of creating a second one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from operations import chalice_config, package
from operations.stage import DeployError, Stage

#: Files in the state bucket.
RECORD = "chalice/{stage}.json"


def deploy(stage: Stage, platform: dict[str, Any]) -> dict[str, Any]:
    """Creates or changes functions and API from the package; returns Chalice's record of them.

    `platform`: outputs of the platform root. PackageError if Chalice fails, DeployError if several
    APIs bear the application's name.
    """
    folder = stage.work / "project"
    record = folder / ".chalice" / "deployed" / f"{stage.name}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    known = recorded(stage)
    if known is None:
        known = recovered(stage)
    if known is None:
        record.unlink(missing_ok=True)
    else:
        record.write_text(json.dumps(known, indent=2))
    package.deploy(
        folder, archive(stage), stage.name, packaging_variables(platform), answers(stage, known)
    )
    made: dict[str, Any] = json.loads(record.read_text())
    _remember(stage, made)
    return made


#: The fields of a gateway response that an API's document has.
_ANSWER = ("statusCode", "responseParameters", "responseTemplates")


def answers(stage: Stage, record: dict[str, Any] | None) -> dict[str, Any]:
    """AWS's response type -> gateway response, as the bindings made them; {} before the first
    deployment. `record`: Chalice's.

    Chalice overwrites the whole API. Responses that its document lacks would be removed, and a
    browser could not read a 401 until the bindings are applied again.
    """
    from botocore.exceptions import ClientError

    apis = [r for r in (record or {}).get("resources", ()) if r["resource_type"] == "rest_api"]
    if not apis:
        return {}
    try:
        found = stage.client("apigateway").get_gateway_responses(
            restApiId=apis[0]["rest_api_id"], limit=500
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "NotFoundException":
            return {}  # somebody removed the API; Chalice makes another
        raise
    return {
        each["responseType"]: {name: each[name] for name in _ANSWER if name in each}
        for each in found["items"]
        if not each["defaultResponse"]
    }


def project(stage: Stage, platform: dict[str, Any]) -> Path:
    """Makes the folder that Chalice packs, with this stage's configuration; returns it.
    PackageError."""
    config = chalice_config.complete(
        stage.name,
        platform["role_arns"],
        tuple(platform["subnet_ids"]),
        tuple(platform["security_group_ids"]),
        packaging_variables(platform),
    )
    return package.project(stage.work / "project", config, package.libraries())


def pack(stage: Stage, platform: dict[str, Any]) -> int:
    """Makes the zip for Lambda and the stage's configuration; returns its size in bytes.
    DeployError if Lambda does not take so many, PackageError."""
    size = package.zipped(project(stage, platform), archive(stage))
    if size > package.LIMIT:
        raise DeployError(f"the package has {size / 1e6:.1f} MB, Lambda takes 50 MB")
    return size


def archive(stage: Stage) -> Path:
    """The zip of the last deployment from this machine."""
    return stage.work / "project.zip"


def packaging_variables(platform: dict[str, Any]) -> dict[str, str]:
    """The environment variables that app.py needs at import: CORS and the authorizer."""
    return {
        "VESTIBULE_USER_POOL_ARN": platform["parameters"]["user_pool_arn"],
        "VESTIBULE_SITE_ORIGIN": platform["site_origin"],
    }


def recorded(stage: Stage) -> dict[str, Any] | None:
    """Chalice's record from the state bucket, or None before the first deployment."""
    from botocore.exceptions import ClientError

    try:
        found = stage.client("s3").get_object(
            Bucket=stage.state_bucket, Key=RECORD.format(stage=stage.name)
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return None
        raise
    record: dict[str, Any] = json.loads(found["Body"].read())
    return record


def recovered(stage: Stage) -> dict[str, Any] | None:
    """A record for an API that an interrupted first deployment created; None without one.

    Chalice finds functions by name, but an API only by its recorded id. DeployError if several APIs
    bear the application's name.
    """
    apis = stage.client("apigateway").get_rest_apis(limit=500)["items"]
    ours = [api["id"] for api in apis if api["name"] == chalice_config.APP]
    if not ours:
        return None
    if len(ours) > 1:
        raise DeployError(
            f"{len(ours)} APIs are named {chalice_config.APP} in account {stage.account}; "
            "remove those that serve nobody, then try again"
        )
    api = {"name": "rest_api", "resource_type": "rest_api", "rest_api_id": ours[0]}
    return {"resources": [api], "schema_version": "2.0", "backend": "api"}


def deploy_stage(stage: Stage) -> None:
    """Deploys the API's stage again, so that the gateway responses of the bindings take effect.

    At first they are created after Chalice's deployment; later deployments include them
    (`answers`). DeployError if there is no API.
    """
    record = recorded(stage)
    apis = [r for r in (record or {})["resources"] if r["resource_type"] == "rest_api"]
    if not apis:
        raise DeployError("there is no API yet: deploy without --from")
    stage.client("apigateway").create_deployment(
        restApiId=apis[0]["rest_api_id"],
        stageName=chalice_config.API_STAGE,
        description="with the gateway's own answers",
    )


def _remember(stage: Stage, record: dict[str, Any]) -> None:
    stage.client("s3").put_object(
        Bucket=stage.state_bucket,
        Key=RECORD.format(stage=stage.name),
        Body=json.dumps(record, indent=2, sort_keys=True).encode(),
        ContentType="application/json",
    )


def remove(stage: Stage) -> int:
    """Deletes functions and API; returns the number of functions. Idempotent."""
    from botocore.exceptions import ClientError

    gone = 0
    functions = stage.client("lambda")
    prefix = f"{chalice_config.APP}-{stage.name}"
    for name in chalice_config.sizes():
        full = prefix if name == "api_handler" else f"{prefix}-{name}"
        try:
            functions.delete_function(FunctionName=full)
            gone += 1
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
    gateway = stage.client("apigateway")
    for api in gateway.get_rest_apis(limit=500)["items"]:
        if api["name"] == chalice_config.APP:
            gateway.delete_rest_api(restApiId=api["id"])
    stage.client("s3").delete_object(Bucket=stage.state_bucket, Key=RECORD.format(stage=stage.name))
    return gone
