"""S3 buckets. Encryption (SSE-KMS) is the bucket's default and required by its policy."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import NotFound, TooMany

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

GONE = NotFound("no such object")
MEANINGS = {
    "NoSuchKey": GONE,
    "404": GONE,
    "SlowDown": TooMany("storage is busy", "storage_busy", retry_after=2),
    "QuotaExceeded": TooMany("storage is full", "storage_quota", retry_after=60),
}


Holds = TypeVar("Holds", bound=str)


@dataclass(frozen=True, slots=True)
class S3Objects(Generic[Holds]):
    """One bucket. `holds` names its content, for readers and for mypy."""

    client: "S3Client"
    bucket: str
    holds: Holds

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores an object. TooMany if S3 is throttling."""
        with translated(MEANINGS):
            self.client.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type)

    def get(self, key: str) -> bytes:
        """The object's bytes; NotFound."""
        with translated(MEANINGS):
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
            return bytes(answer["Body"].read())

    def delete(self, key: str) -> None:
        """Removes the object if it exists."""
        with translated(MEANINGS):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def shred(self, prefix: str) -> int:
        """Removes every version of every object whose key begins with `prefix`; their number."""
        from chalicelib.adapters.privacy.erasing import VersionShredder

        return VersionShredder(self.client, self.bucket).shred(prefix)

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        """A presigned POST (`url`, `fields`) for exactly this key, content type and size in bytes,
        valid for `seconds`."""
        with translated(MEANINGS):
            form = self.client.generate_presigned_post(
                self.bucket,
                key,
                Fields={"Content-Type": content_type},
                Conditions=[
                    {"Content-Type": content_type},
                    ["content-length-range", size, size],
                ],
                ExpiresIn=seconds,
            )
        return {"url": form["url"], "fields": form["fields"]}

    def link(self, key: str, seconds: int) -> str:
        """A presigned GET, valid for `seconds`."""
        return str(
            self.client.generate_presigned_url(
                "get_object", Params={"Bucket": self.bucket, "Key": key}, ExpiresIn=seconds
            )
        )
