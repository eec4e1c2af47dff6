"""Erasing for good: buckets keep old versions, so removing an object removes each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import (
        DeleteMarkerEntryTypeDef,
        ObjectIdentifierTypeDef,
        ObjectVersionTypeDef,
    )


@dataclass(frozen=True, slots=True)
class VersionShredder:
    """One versioned bucket."""

    client: "S3Client"
    bucket: str

    def shred(self, prefix: str) -> int:
        """Removes every version and marker below the prefix; how many versions of objects.

        Unavailable if S3 did not remove one: nothing is reported as gone that is not.
        """
        gone = 0
        with translated():
            pages = self.client.get_paginator("list_object_versions")
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
                versions, markers = page.get("Versions", []), page.get("DeleteMarkers", [])
                self._delete([*versions, *markers])
                gone += len(versions)
        return gone

    def _delete(self, found: "Sequence[ObjectVersionTypeDef | DeleteMarkerEntryTypeDef]") -> None:
        """At most 1000 at once, which is what a page has."""
        if not found:
            return
        objects: list[ObjectIdentifierTypeDef] = [
            {"Key": each["Key"], "VersionId": each["VersionId"]} for each in found
        ]
        answer = self.client.delete_objects(
            Bucket=self.bucket, Delete={"Objects": objects, "Quiet": True}
        )
        if answer.get("Errors"):
            raise Unavailable("some objects are still there", "erasure_incomplete")
