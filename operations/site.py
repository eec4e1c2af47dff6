"""Uploads the site's files: assets first, pages last, so that no page refers to a missing file.

Files with a hash in their name never change and are cached for a year; pages and config.json are
checked each time. Old files stay, since an open tab may still load them.
"""

from __future__ import annotations

import json
import mimetypes
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from operations.stage import ROOT, DeployError, Stage

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

DIST = ROOT / "web" / "dist"
#: Folder of the build -> its path on the site.
APPLICATIONS = {"app": "", "console": "console/"}
#: A bucket has no folders, so the console's page is also stored under the paths that people type.
_DOORS = ("console", "console/")
_FOREVER = "public, max-age=31536000, immutable"
_NEVER = "no-cache"


def publish(stage: Stage, site: dict[str, Any], api_url: str, dist: Path = DIST) -> str:
    """Uploads both applications and refreshes CloudFront; returns a message.

    `site`: the platform's output of that name; `api_url`: base URL. DeployError if the site is not
    built; against an endpoint on this machine it is then skipped.
    """
    if not (dist / "app" / "index.html").exists():
        if stage.endpoint is None:
            raise DeployError("the site is not built: make deploy builds it, or make web alone")
        return "skipped: web/dist is not built (make web)"
    s3, bucket = stage.client("s3"), site["bucket"]
    files = sorted(_files(dist), key=lambda file: (_changes(file[0]), file[0]))
    for key, path in files:
        _put(s3, bucket, key, path.read_bytes())
    for name, folder in APPLICATIONS.items():
        _put(s3, bucket, f"{folder}config.json", json.dumps(_config(name, site, api_url)).encode())
    for key in _DOORS:
        _put(s3, bucket, key, (dist / "console" / "index.html").read_bytes(), "text/html")
    pages = [key for key, _ in files if _changes(key)]
    _refresh(stage, site, [f"/{key}" for key in (*pages, *_DOORS)])
    return f"{len(files)} files, https://{site['domain_name']}"


def _config(application: str, site: dict[str, Any], api_url: str) -> dict[str, Any]:
    """config.json: the API's URL; for the console also the sign-in of staff, if configured."""
    config: dict[str, Any] = {"api": api_url.rstrip("/"), "outbox": ""}
    staff = site.get("staff")
    if application == "console" and staff:
        config["staff"] = {
            "host": staff["host"],
            "clientId": staff["client_id"],
            "provider": staff["provider"],
            "groups": staff["groups"],
        }
    return config


def _files(dist: Path) -> Iterator[tuple[str, Path]]:
    for name, folder in APPLICATIONS.items():
        for path in (dist / name).rglob("*"):
            if path.is_file() and path.name != "config.json":
                yield folder + path.relative_to(dist / name).as_posix(), path


def _changes(key: str) -> bool:
    """Whether a file's content may change: files in assets have a hash in their name."""
    return "/assets/" not in f"/{key}"


def _put(s3: S3Client, bucket: str, key: str, body: bytes, kind: str = "") -> None:
    kind = kind or mimetypes.guess_type(key)[0] or "application/octet-stream"
    s3.put_object(
        Bucket=bucket,
        Key=key,
        Body=body,
        ContentType=kind,
        CacheControl=_NEVER if _changes(key) else _FOREVER,
    )


def _refresh(stage: Stage, site: dict[str, Any], paths: list[str]) -> None:
    """Invalidates these paths and config.json in CloudFront."""
    asked = [*paths, *(f"/{folder}config.json" for folder in APPLICATIONS.values())]
    stage.client("cloudfront").create_invalidation(
        DistributionId=site["distribution_id"],
        InvalidationBatch={
            "Paths": {"Quantity": len(asked), "Items": asked},
            "CallerReference": uuid.uuid4().hex,
        },
    )
