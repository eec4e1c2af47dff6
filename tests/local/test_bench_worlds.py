"""What the benches measure in stands: they are run by hand, so nobody else would notice."""

from __future__ import annotations

from benchmarks.liveness_world import LivenessWorld
from local.pictures import face, selfies


def test_the_liveness_bench_sees_pictures_in_both_of_its_buckets():
    world = LivenessWorld()
    picture = selfies(face("astronaut"), 7, frames=1)["neutral"][0]
    for bucket in (world.frames, world.documents):
        bucket.put("one.jpg", picture, "image/jpeg")
        place = {"S3Object": {"Bucket": bucket.bucket, "Name": "one.jpg"}}
        assert world.client.detect_faces(Image=place, Attributes=["ALL"])["FaceDetails"]
