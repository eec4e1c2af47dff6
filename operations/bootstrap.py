"""The bucket of Terraform's state: made once per account, found again from any desk."""

from __future__ import annotations

from operations.stage import Stage

#: Where the bootstrap's own small state lies in the bucket it made.
STATE_KEY = "bootstrap.tfstate"


def ensure(stage: Stage) -> str:
    """Make the bucket unless it is there; what was done."""
    if _complete(stage):
        return f"{stage.state_bucket} is there"
    terraform = stage.prepared("bootstrap")
    terraform.apply(_variables(stage))
    stage.client("s3").put_object(
        Bucket=stage.state_bucket, Key=STATE_KEY, Body=terraform.state.read_bytes()
    )
    return f"{stage.state_bucket} made"


def remove(stage: Stage) -> None:
    """Delete the bucket and its key, with every state in it (not for prod)."""
    body = stage.client("s3").get_object(Bucket=stage.state_bucket, Key=STATE_KEY)["Body"].read()
    terraform = stage.root("bootstrap")
    terraform.state.parent.mkdir(parents=True, exist_ok=True)
    terraform.state.write_bytes(body)
    terraform.init()
    terraform.destroy(_variables(stage))
    terraform.state.unlink(missing_ok=True)


def _variables(stage: Stage) -> dict[str, object]:
    given = {k: v for k, v in stage.variables.items() if k != "account_id"}
    return given | {"env": stage.name}


def _complete(stage: Stage) -> bool:
    """The state object is written last, so where it is the bucket is complete."""
    from botocore.exceptions import ClientError

    try:
        stage.client("s3").head_object(Bucket=stage.state_bucket, Key=STATE_KEY)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NoSuchBucket"):
            return False
        raise
    return True
