"""Small synthetic watchlists in the real formats, and how they come into force locally."""

from pathlib import Path
from typing import Any

from chalicelib.adapters.lists.sources import SOURCES
from chalicelib.domain.screening import Listed

HERE = Path(__file__).parent


def read(folder: Path = HERE) -> dict[str, list[Listed]]:
    """What the files of a folder say, by source."""
    return {
        name: source.read((folder / source.file).read_bytes()) for name, source in SOURCES.items()
    }


def put(bucket: Any, folder: Path = HERE) -> None:
    """Lays the files of a folder where a refresh looks for them; a missing one is left out."""
    for source in SOURCES.values():
        path = folder / source.file
        if path.exists():
            bucket.put(f"incoming/{source.file}", path.read_bytes(), "application/xml")


def load(s3: Any, bucket: str, messages: Any) -> str:
    """Puts the shipped files into force in a bucket; the version."""
    from chalicelib.adapters.aws.objects import S3Objects
    from chalicelib.adapters.lists.sources import from_bucket, gathered
    from chalicelib.adapters.screening.compiled import S3Shelf
    from chalicelib.services.lists import Lists

    objects = S3Objects(s3, bucket)
    put(objects)
    return Lists(S3Shelf(objects, 0.8), messages).refresh(gathered(from_bucket(objects))).version
