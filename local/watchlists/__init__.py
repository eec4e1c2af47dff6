"""Small synthetic watchlists in the real formats, and how they come into force locally."""

from pathlib import Path
from typing import Any

from chalicelib.adapters.lists import eu, ofac, un
from chalicelib.domain.screening import Listed

HERE = Path(__file__).parent
READERS = {
    ofac.SOURCE: (ofac.read_xml, "ofac_sdn.xml"),
    un.SOURCE: (un.read_xml, "un_consolidated.xml"),
    eu.SOURCE: (eu.read_xml, "eu_fsf.xml"),
}


def read() -> dict[str, list[Listed]]:
    """What the shipped files say, by source."""
    return {
        source: reader((HERE / name).read_bytes()) for source, (reader, name) in READERS.items()
    }


def load(s3: Any, bucket: str, messages: Any) -> str:
    """Puts the shipped files into force in a bucket; the version."""
    from chalicelib.adapters.aws.objects import S3Objects
    from chalicelib.adapters.screening.compiled import S3Shelf
    from chalicelib.services.lists import Lists

    return Lists(S3Shelf(S3Objects(s3, bucket), 0.8), messages).refresh(read())
