"""Amazon Textract and Amazon Rekognition on pictures in S3."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from chalicelib.adapters.aws.failures import translated
from chalicelib.domain.errors import BadRequest, NotFound
from chalicelib.domain.liveness.liveness import Compared, FaceSeen

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_rekognition.literals import AttributeType
    from mypy_boto3_rekognition.type_defs import FaceDetailTypeDef, ImageTypeDef
    from mypy_boto3_textract import TextractClient
    from mypy_boto3_textract.literals import FeatureTypeType

UNREADABLE = BadRequest("the picture cannot be read", "image_unreadable")
MEANINGS = {
    "InvalidImageFormatException": UNREADABLE,
    "ImageTooLargeException": UNREADABLE,
    "UnsupportedDocumentException": UNREADABLE,
    "BadDocumentException": UNREADABLE,
    "DocumentTooLargeException": UNREADABLE,
    "InvalidS3ObjectException": NotFound("no such picture"),
}
ATTRIBUTES: "tuple[AttributeType, ...]" = ("DEFAULT", "EYES_OPEN", "SMILE", "FACE_OCCLUDED")
SIDES: "tuple[Literal['Left', 'Top', 'Width', 'Height'], ...]" = ("Left", "Top", "Width", "Height")
NO_FACE = BadRequest("no face in a picture", "no_face")


def _object(bucket: str, key: str) -> "ImageTypeDef":
    return {"S3Object": {"Bucket": bucket, "Name": key}}


@dataclass(frozen=True, slots=True)
class TextractReader:
    """Reads documents by AnalyzeDocument; AnalyzeID reads US documents only."""

    client: "TextractClient"
    features: tuple[str, ...] = ("FORMS", "TABLES")

    def analyze(self, bucket: str, key: str) -> dict[str, Any]:
        """`DocumentMetadata` and `Blocks` of the answer. BadRequest for an unreadable picture;
        NotFound."""
        with translated(MEANINGS):
            answer = self.client.analyze_document(
                Document=_object(bucket, key),
                # Settings accept no other names.
                FeatureTypes=list(cast("tuple[FeatureTypeType, ...]", self.features)),
            )
        return {"DocumentMetadata": answer["DocumentMetadata"], "Blocks": answer["Blocks"]}


@dataclass(frozen=True, slots=True)
class RekognitionFaces:
    """Sees and compares faces by DetectFaces and CompareFaces."""

    client: "RekognitionClient"

    def observe(self, bucket: str, key: str) -> tuple[FaceSeen, ...]:
        """Every face in the picture. BadRequest for an unreadable picture; NotFound."""
        with translated(MEANINGS):
            answer = self.client.detect_faces(
                Image=_object(bucket, key), Attributes=list(ATTRIBUTES)
            )
        return tuple(_seen(face) for face in answer["FaceDetails"])

    def compare(self, source: tuple[str, str], target: tuple[str, str]) -> Compared | None:
        """The similarity (0-100) of the source's largest face and the target's most similar one;
        None if a picture has no face, for which Rekognition returns InvalidParameterException.
        """
        try:
            with translated(MEANINGS | {"InvalidParameterException": NO_FACE}):
                answer = self.client.compare_faces(
                    SourceImage=_object(*source),
                    TargetImage=_object(*target),
                    SimilarityThreshold=0,
                    QualityFilter="NONE",
                )
        except BadRequest as error:
            if error.code == "no_face":
                return None
            raise
        alike = max((float(m["Similarity"]) for m in answer["FaceMatches"]), default=0.0)
        box = answer.get("SourceImageFace", {}).get("BoundingBox", {})
        place = tuple(round(float(box[side]), 4) for side in SIDES) if box else ()
        return Compared(alike, place)


def _seen(face: "FaceDetailTypeDef") -> FaceSeen:
    eyes, smile = face.get("EyesOpen", {}), face.get("Smile", {})
    covered = face.get("FaceOccluded", {})
    return FaceSeen(
        yaw=float(face["Pose"]["Yaw"]),
        pitch=float(face["Pose"]["Pitch"]),
        eyes_open=bool(eyes.get("Value", True)),
        smiling=bool(smile.get("Value", False)),
        brightness=float(face["Quality"]["Brightness"]),
        sharpness=float(face["Quality"]["Sharpness"]),
        width=float(face["BoundingBox"]["Width"]),
        eyes_confidence=float(eyes.get("Confidence", 0.0)),
        smile_confidence=float(smile.get("Confidence", 0.0)),
        occluded=bool(covered.get("Value", False)),
        occluded_confidence=float(covered.get("Confidence", 0.0)),
    )
