"""S3 buckets. Encryption (SSE-KMS) is the bucket's default and demanded by its policy."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import NotFound, TooMany

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
    """One bucket; `holds` says what is in it, to readers and to mypy."""

    client: Any
    bucket: str
    holds: Holds

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Stores, encrypted by the bucket's key."""
        with translated(MEANINGS):
            self.client.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type)

    def get(self, key: str) -> bytes:
        """The bytes; NotFound if there are none."""
        with translated(MEANINGS):
            answer = self.client.get_object(Bucket=self.bucket, Key=key)
            return bytes(answer["Body"].read())

    def delete(self, key: str) -> None:
        """Removes it if it is there."""
        with translated(MEANINGS):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def shred(self, prefix: str) -> int:
        """Removes every version of every object whose key begins so; how many versions."""
        from chalicelib.adapters.privacy.erasing import VersionShredder

        return VersionShredder(self.client, self.bucket).shred(prefix)

    def form(self, key: str, content_type: str, size: int, seconds: int) -> dict[str, Any]:
        """A presigned POST for exactly this key, type and size."""
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
        """A presigned GET."""
        return str(
            self.client.generate_presigned_url(
                "get_object", Params={"Bucket": self.bucket, "Key": key}, ExpiresIn=seconds
            )
        )
