"""Sends malformed pictures through the product's doors and writes down what happened."""

from __future__ import annotations

import io
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from PIL import Image

from chalicelib.domain.errors import BadRequest, Unavailable, VestibuleError
from chalicelib.domain.liveness.liveness import Frame, LivenessSession
from tests.fuzz.malformed import PAYLOAD, Sample, every, image, saved
from tests.services.in_memory import InMemorySystem

DAMAGED = 450
A_FIFTH = 5
"""Odd, so that all eight pictures that are damaged come up."""
SECRET = b"secret description"


@dataclass
class Outcome:
    """What a run found; memory in MB, `grown` above what the process had before."""

    count: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    kept: int = 0
    seconds: float = 0.0
    grown: float = 0.0


def _memory(name: str) -> float:
    """`VmRSS` (now) or `VmHWM` (peak) of this process."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


def _forget_peak() -> None:
    """The peak starts anew from what is held now (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def run(
    door: Callable[[InMemorySystem], Callable[[bytes], dict[str, bytes]]], one_in: int
) -> Outcome:
    """The samples through one door of a fresh system, as `every` thins them; for a process of its
    own.
    """
    warnings.simplefilter("ignore")  # Pillow's, of what is broken
    found, system = Outcome(), InMemorySystem()
    send = door(system)
    send(saved(image(seed=99), "JPEG"))  # what is loaded once is not the samples' memory
    samples, start = list(every(DAMAGED, one_in)), time.perf_counter()
    before = _memory("VmRSS")
    _forget_peak()
    for sample in samples:
        found.count += 1
        try:
            stored = send(sample.data)
        except BadRequest as refused:
            found.codes[refused.code] += 1
            if sample.refused is False:
                found.wrong.append(f"{sample.name}: refused as {refused.code}")
        except (VestibuleError, Exception) as crash:
            kind = "no 4xx" if isinstance(crash, Unavailable) else "crash"
            found.wrong.append(f"{sample.name}: {kind} {crash!r}")
        else:
            found.kept += 1
            found.wrong += [f"{sample.name}: {fault}" for fault in _faults(sample, stored)]
        if system.frames.items or system.pictures.items:
            found.wrong.append(f"{sample.name}: left an object behind")
            system.frames.items.clear()
            system.pictures.items.clear()
    found.seconds, found.grown = time.perf_counter() - start, _memory("VmHWM") - before
    return found


def _faults(sample: Sample, stored: dict[str, bytes]) -> list[str]:
    """What is wrong with a sample that was taken."""
    if sample.refused:
        return ["was taken"]
    faults = []
    for key, kept in stored.items():
        if not key.endswith(".facts"):
            with Image.open(io.BytesIO(kept)) as picture:
                picture.load()
                if picture.format != "JPEG" or picture.getexif() or "exif" in picture.info:
                    faults.append(f"{key} is no clean JPEG")
        if PAYLOAD in kept or SECRET in kept:
            faults.append(f"{key} carries what was hidden in it")
    return faults or ([] if stored else ["was taken and not kept"])


def upload_door(system: InMemorySystem) -> Callable[[bytes], dict[str, bytes]]:
    """POST /upload-id; what it kept is taken away again."""
    _, user_id = system.confirmed()

    def send(data: bytes) -> dict[str, bytes]:
        system.uploads.accept(user_id, data)
        stored = dict(system.pictures.items)
        system.pictures.items.clear()
        return stored

    return send


def frame_door(system: InMemorySystem) -> Callable[[bytes], dict[str, bytes]]:
    """POST /submit-frame, always as the first frame of a session."""
    _, user_id = system.confirmed()
    verification_id = system.uploaded(user_id)
    system.pictures.items.clear()
    session = system.liveness.start(user_id, verification_id)

    def send(data: bytes) -> dict[str, bytes]:
        current: LivenessSession = system.sessions.get(session.session_id)
        at = system.now() + timedelta(milliseconds=len(current.frames))
        frame = Frame("f1", session.challenges[0].id, 1, at.isoformat(), "")
        try:
            system.liveness.submit(user_id, session.session_id, frame, session.nonce, data)
        finally:
            if not system.frames.items and system.sessions.get(session.session_id).frames:
                raise AssertionError("a frame was noted and not kept")
        stored = dict(system.frames.items)
        system.frames.items.clear()
        system.sessions.put(session)
        return stored

    return send
