"""The site is published so that no page ever names a file that is not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from operations import site
from operations.stage import DeployError, Stage

BUCKET = "vestibule-dev-site-123456789012"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name, text in {
        "app/index.html": "<script src=/assets/app-1a2b.js></script>",
        "app/assets/app-1a2b.js": "1",
        "console/index.html": "console",
        "console/assets/c-3c4d.css": "a{}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


STAFF = {
    "host": "https://company.auth.eu-west-1.amazoncognito.com",
    "client_id": "c1",
    "provider": "Company",
    "groups": {"Identity reviewers": "reviewers"},
}


class Recording:
    """An S3 client that remembers the order of what was put."""

    def __init__(self, client: Any) -> None:
        self.client, self.keys = client, list[str]()

    def put_object(self, **given: Any) -> None:
        self.keys.append(given["Key"])
        self.client.put_object(**given)


def test_files_come_before_the_pages_that_name_them(dist: Path) -> None:
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket=BUCKET)
        recording, invalidations = Recording(s3), Recording(s3)
        asked: list[dict[str, Any]] = []
        invalidations.create_invalidation = lambda **given: asked.append(given)  # type: ignore[attr-defined]
        stage = Stage("dev", _clients={"s3": recording, "cloudfront": invalidations})
        target: dict[str, Any] = {"bucket": BUCKET, "distribution_id": "E1"}
        target |= {"domain_name": "x.cloudfront.net", "staff": STAFF}
        said = site.publish(stage, target, "https://api.example/api/", dist)
        assert said == "4 files, https://x.cloudfront.net"
        assert recording.keys.index("assets/app-1a2b.js") < recording.keys.index("index.html")
        config = json.loads(s3.get_object(Bucket=BUCKET, Key="config.json")["Body"].read())
        assert config == {"api": "https://api.example/api", "outbox": ""}
        console = s3.get_object(Bucket=BUCKET, Key="console/config.json")["Body"].read()
        assert json.loads(console)["staff"] == {
            "host": "https://company.auth.eu-west-1.amazoncognito.com",
            "clientId": "c1",
            "provider": "Company",
            "groups": {"Identity reviewers": "reviewers"},
        }
        hashed = s3.head_object(Bucket=BUCKET, Key="console/assets/c-3c4d.css")
        assert "immutable" in hashed["CacheControl"] and hashed["ContentType"] == "text/css"
        assert s3.head_object(Bucket=BUCKET, Key="index.html")["CacheControl"] == "no-cache"
        for typed in ("console", "console/"):
            page = s3.get_object(Bucket=BUCKET, Key=typed)
            assert page["Body"].read() == b"console" and page["ContentType"] == "text/html"
        (batch,) = asked
        paths = batch["InvalidationBatch"]["Paths"]["Items"]
        assert "/index.html" in paths and "/console/config.json" in paths
        assert not any("assets" in path for path in paths)


def test_without_a_build_a_rehearsal_goes_on(tmp_path: Path) -> None:
    rehearsed = Stage("dev", endpoint="http://127.0.0.1:9")
    said = site.publish(rehearsed, {"bucket": BUCKET}, "https://api.example", tmp_path)
    assert said.startswith("skipped")


def test_on_aws_a_deployment_without_a_build_fails(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="make web"):
        site.publish(Stage("dev"), {"bucket": BUCKET}, "https://api.example", tmp_path)
