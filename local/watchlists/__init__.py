"""Small synthetic watchlists in the real formats, and functions that put them into force."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.screening.lists.source import Source
from chalicelib.domain.screening.screening import Listed

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

HERE = Path(__file__).parent


def _sources() -> list[Source]:
    from chalicelib.outside.plug_ins import WATCHLISTS
    from chalicelib.outside.watchlists import watchlists

    return list(watchlists(tuple(WATCHLISTS)))


def read(folder: Path = HERE) -> dict[str, list[Listed]]:
    """Source -> its entries, from the files of a folder; lists without files are left out.
    BadRequest for a file that cannot be read."""
    return {
        source.name: source.read(*_bodies(source, folder))
        for source in _sources()
        if (folder / source.files[0].name).exists()
    }


def _bodies(source: Source, folder: Path) -> list[bytes]:
    paths = [folder / file.name for file in source.files]
    return [path.read_bytes() if path.exists() else b"" for path in paths]


def put(bucket: Any, folder: Path = HERE) -> None:
    """Stores the files of a folder below `incoming/` of the bucket (`Objects`), where a refresh
    reads them; missing files are left out."""
    for source in _sources():
        for file in source.files:
            path = folder / file.name
            if path.exists():
                bucket.put(f"incoming/{file.name}", path.read_bytes(), "application/octet-stream")


def load(s3: "S3Client", bucket: str, messages: Any) -> str:
    """Puts the shipped files into force in a bucket; returns the version. `s3`: boto3's client;
    `messages`: receives alerts. BadRequest if no list can be read."""
    from chalicelib.adapters.aws.objects import S3Objects
    from chalicelib.adapters.screening.compiled import S3Watchlists
    from chalicelib.adapters.screening.lists.sources import from_bucket, read_lists
    from chalicelib.outside.watchlists import watchlists
    from chalicelib.services.screening.lists import Lists
    from chalicelib.settings import Settings

    objects = S3Objects(s3, bucket, "watchlists")
    put(objects)
    files = read_lists(from_bucket(objects), watchlists(Settings().watchlists))
    return Lists(store=S3Watchlists(objects, 0.8), messages=messages).refresh(files).version
