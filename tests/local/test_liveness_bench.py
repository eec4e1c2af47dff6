"""What the benches measure in stands: they are run by hand, so nobody else would notice."""

from __future__ import annotations

from benchmarks.liveness_bench import LivenessBench
from local.pictures import face, selfies


def test_the_liveness_bench_sees_pictures_in_both_of_its_buckets() -> None:
    bench = LivenessBench()
    picture = selfies(face("astronaut"), 7, frames=1)["neutral"][0]
    for bucket in (bench.frames, bench.documents):
        bucket.put("one.jpg", picture, "image/jpeg")
        place = {"S3Object": {"Bucket": bucket.bucket, "Name": "one.jpg"}}
        assert bench.client.detect_faces(Image=place, Attributes=["ALL"])["FaceDetails"]
