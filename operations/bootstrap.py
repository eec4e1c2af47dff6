"""The bucket of Terraform's state: created once per account and found from any machine."""

from __future__ import annotations

from operations.stage import Stage

#: Key of the bootstrap's own state in the bucket.
STATE_KEY = "bootstrap.tfstate"


def ensure(stage: Stage) -> str:
    """Creates the bucket unless it is complete; returns a message. TerraformError, and boto3's
    errors."""
    if _complete(stage):
        return f"{stage.state_bucket} is there"
    terraform = stage.prepared("bootstrap")
    terraform.apply(_variables(stage))
    stage.client("s3").put_object(
        Bucket=stage.state_bucket, Key=STATE_KEY, Body=terraform.state.read_bytes()
    )
    return f"{stage.state_bucket} made"


def remove(stage: Stage) -> None:
    """Deletes the bucket and its key, with every state in it; not to be called for prod.
    TerraformError, and boto3's errors."""
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
    """Whether the bucket is complete: its state object is written last."""
    from botocore.exceptions import ClientError

    try:
        stage.client("s3").head_object(Bucket=stage.state_bucket, Key=STATE_KEY)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NoSuchBucket"):
            return False
        raise
    return True
