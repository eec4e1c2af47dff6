"""Pictures for the demo, the tests and the benchmarks: invented people's documents, live frames.

Documents are drawn, faces are public-domain portraits (tests/fixtures/faces/SOURCES.md), and live
frames are those portraits turned and blinking. Nothing here is, or looks like, a real document.
"""

from local.pictures.documents import document
from local.pictures.person import Person
from local.pictures.portraits import face, selfies

__all__ = ["Person", "document", "face", "selfies"]
