"""Faces of applicants in an Amazon Rekognition collection.

A face is kept as a vector under the user's opaque id, never as a picture. Similarities are 0-100 in
every call (docs.aws.amazon.com/rekognition/latest/APIReference, SearchFacesByImage:
FaceMatchThreshold, 80 unless told). The collection comes into being with the first enrolment, so
that an environment that never enrols has none.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.adapters.aws.failures import translated
from chalicelib.adapters.aws.vision import MEANINGS
from chalicelib.domain.errors import BadRequest, Conflict, NotFound

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_rekognition.type_defs import IndexFacesResponseTypeDef

MOST = 10
NO_FACE = BadRequest("no face in a picture", "no_face")
NO_COLLECTION = NotFound("no face was enrolled yet", "collection_missing")
SAYS = MEANINGS | {
    "InvalidParameterException": NO_FACE,
    "ResourceNotFoundException": NO_COLLECTION,
    "ResourceAlreadyExistsException": Conflict("the collection exists", "exists"),
}


@dataclass(frozen=True, slots=True)
class RekognitionCollection:
    """`client` is boto3's; `collection` its id, `vestibule-<env>-people`."""

    client: "RekognitionClient"
    collection: str

    def search(self, bucket: str, key: str, similarity: float) -> tuple[str, ...]:
        """Users whose enrolled face is at least so alike (0-100), the likest first.

        Nobody for a picture without a face, and nobody while no face was enrolled.
        """
        try:
            with translated(SAYS):
                answer = self.client.search_faces_by_image(
                    CollectionId=self.collection,
                    Image={"S3Object": {"Bucket": bucket, "Name": key}},
                    FaceMatchThreshold=similarity,
                    MaxFaces=MOST,
                    QualityFilter="NONE",
                )
        except (BadRequest, NotFound) as error:
            if error.code in (NO_FACE.code, NO_COLLECTION.code):
                return ()
            raise
        found = sorted(answer["FaceMatches"], key=lambda match: -float(match["Similarity"]))
        return tuple(dict.fromkeys(str(match["Face"]["ExternalImageId"]) for match in found))

    def enrol(self, bucket: str, key: str, user_id: str) -> str:
        """Keeps the picture's largest face; its face id, or "" if there is none good enough."""
        try:
            answer = self._index(bucket, key, user_id)
        except NotFound as error:
            if error.code != NO_COLLECTION.code:
                raise
            self._create()
            answer = self._index(bucket, key, user_id)
        records = answer["FaceRecords"]
        return str(records[0]["Face"]["FaceId"]) if records else ""

    def forget(self, face_id: str) -> None:
        """Removes one face; harmless when it is gone."""
        try:
            with translated(SAYS):
                self.client.delete_faces(CollectionId=self.collection, FaceIds=[face_id])
        except NotFound:
            return

    def _index(self, bucket: str, key: str, user_id: str) -> "IndexFacesResponseTypeDef":
        with translated(SAYS):
            answer = self.client.index_faces(
                CollectionId=self.collection,
                Image={"S3Object": {"Bucket": bucket, "Name": key}},
                ExternalImageId=user_id,
                MaxFaces=1,
                QualityFilter="AUTO",
            )
        return answer

    def _create(self) -> None:
        """Somebody else may be creating it, too."""
        try:
            with translated(SAYS):
                self.client.create_collection(CollectionId=self.collection)
        except Conflict:
            return
