"""Rekognition's face collections, in memory: one process is one account.

CreateCollection, DescribeCollection, ListCollections, DeleteCollection, IndexFaces, ListFaces,
DeleteFaces and SearchFacesByImage. An operation raises `Refused` with AWS's name of the error.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from local.vision import landmarks
from local.vision.landmarks import Points
from local.vision.protocol import Fetch, Operation, Refused

REGION, ACCOUNT = "eu-west-1", "123456789012"
MODEL = "7.0"


@dataclass
class _Enrolled:
    face: dict[str, Any]
    descriptor: Points


@dataclass
class _Collections:
    """Name -> face id -> face."""

    kept: dict[str, dict[str, _Enrolled]] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def of(self, request: dict[str, Any]) -> dict[str, _Enrolled]:
        """The request's collection: face id -> face. Refused: ResourceNotFoundException."""
        name = _name(request)
        if name not in self.kept:
            raise Refused("ResourceNotFoundException", f"The collection id: {name} does not exist")
        return self.kept[name]

    def create(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """CreateCollection."""
        name = _name(request)
        with self.lock:
            if name in self.kept:
                raise Refused(
                    "ResourceAlreadyExistsException", f"The collection id: {name} already exists"
                )
            self.kept[name] = {}
        return {"StatusCode": 200, "CollectionArn": _arn(name), "FaceModelVersion": MODEL}

    def describe(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """DescribeCollection."""
        count = len(self.of(request))
        arn = _arn(_name(request))
        return {"FaceCount": count, "FaceModelVersion": MODEL, "CollectionARN": arn}

    def listed(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """ListCollections."""
        names = sorted(self.kept)
        return {"CollectionIds": names, "FaceModelVersions": [MODEL] * len(names)}

    def delete(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """DeleteCollection."""
        with self.lock:
            self.of(request)
            del self.kept[_name(request)]
        return {"StatusCode": 200}

    def index(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """IndexFaces: stores the largest faces of the picture, at most `MaxFaces`."""
        from local.vision import rekognition

        kept = self.of(request)
        seen = rekognition.look(request.get("Image"), fetch)
        records = []
        for number, face in enumerate(seen.faces[: int(request.get("MaxFaces", 100))]):
            shape = rekognition.compared(seen.picture, face)
            entry = {
                "FaceId": str(uuid.uuid4()),
                "ImageId": str(uuid.uuid4()),
                "BoundingBox": shape["BoundingBox"],
                "Confidence": shape["Confidence"],
                "IndexFacesModelVersion": MODEL,
            }
            if request.get("ExternalImageId"):
                entry["ExternalImageId"] = request["ExternalImageId"]
            with self.lock:
                kept[entry["FaceId"]] = _Enrolled(entry, seen.descriptor(number))
            records.append({"Face": entry, "FaceDetail": shape})
        return {"FaceRecords": records, "FaceModelVersion": MODEL, "UnindexedFaces": []}

    def faces(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """ListFaces."""
        faces = [entry.face for entry in self.of(request).values()]
        return {"Faces": faces, "FaceModelVersion": MODEL}

    def forget(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """DeleteFaces."""
        kept = self.of(request)
        with self.lock:
            gone = [face for face in request.get("FaceIds", []) if kept.pop(face, None)]
        return {"DeletedFaces": gone}

    def search(self, request: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """SearchFacesByImage: compares the picture's largest face with all stored ones."""
        from local.vision import rekognition

        kept = self.of(request)
        seen = rekognition.look(request.get("Image"), fetch)
        if not seen.faces:
            raise Refused("InvalidParameterException", "There are no faces in the image.")
        threshold = float(request.get("FaceMatchThreshold", 80.0))
        mine = seen.descriptor(0)
        with self.lock:
            scored = [
                (landmarks.similarity(mine, entry.descriptor), entry.face)
                for entry in kept.values()
            ]
        best = sorted((s for s in scored if s[0] >= threshold), key=lambda s: s[0], reverse=True)
        shape = seen.shape(0)
        return {
            "SearchedFaceBoundingBox": shape["BoundingBox"],
            "SearchedFaceConfidence": shape["Confidence"],
            "FaceMatches": [
                {"Similarity": alike, "Face": face}
                for alike, face in best[: int(request.get("MaxFaces", 80))]
            ],
            "FaceModelVersion": MODEL,
        }


def _name(request: dict[str, Any]) -> str:
    name = str(request.get("CollectionId", ""))
    if not re.fullmatch(r"[a-zA-Z0-9_.\-]{1,255}", name):
        raise Refused("InvalidParameterException", "Request has invalid parameters")
    return name


def _arn(name: str) -> str:
    return f"aws:rekognition:{REGION}:{ACCOUNT}:collection/{name}"


def operations() -> dict[str, Operation]:
    """Operation's name in the API -> its implementation, over a new, empty set of collections."""
    collections = _Collections()
    return {
        "CreateCollection": collections.create,
        "DescribeCollection": collections.describe,
        "ListCollections": collections.listed,
        "DeleteCollection": collections.delete,
        "IndexFaces": collections.index,
        "ListFaces": collections.faces,
        "DeleteFaces": collections.forget,
        "SearchFacesByImage": collections.search,
    }
