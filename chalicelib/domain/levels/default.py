"""The level `default`: what is asked where nobody chose, as the settings of a deployment say."""

from chalicelib.domain.levels.level import Level
from chalicelib.domain.reviews.review import FOUR_EYES


def default_level(minimum_age: int, face_similarity: float) -> Level:
    """`levels/default.json` with the two numbers of this deployment."""
    return Level(
        name="default",
        version=1,
        title="Default",
        why="Document, living face and screening for everybody. This is what Vestibule asks where"
        " nobody chose a level.",
        minimum_age=minimum_age,
        face_similarity=face_similarity,
        four_eyes=tuple(sorted(FOUR_EYES)),
    )
