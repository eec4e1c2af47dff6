"""Face pairs and gesture sequences against the product's rules: `python -m benchmarks.faces`.

Pairs: a drawn document's portrait against the live frames of one session, judged as the product
does, by the mean similarity. Sequences run through the product's liveness service: right gestures,
a wrong gesture, a still photograph, another person half-way, an older session's frames sent again
as they are or saved anew. Beside our figures stand the engine's own: single comparisons at its
default threshold. Faces come from five public-domain portraits of three people, turned and moved by
computation, so the figures rank versions of this code; they say nothing about faces at large.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from benchmarks.attempts import FRONTAL, HOLDER, KINDS, live
from benchmarks.liveness_bench import LivenessBench
from chalicelib.domain.liveness.liveness import ASKED, Challenge, FaceSeen, Gesture, judge
from local.pictures import document, face
from local.pictures.documents import Kind
from local.pictures.portraits import names

ENGINE_THRESHOLD = 80.0
SEED = 20261121


def who(portrait: str) -> str:
    """The person of a portrait: `stranger-1-other` shows the same one as `stranger-1`."""
    return "-".join(portrait.split("-")[:2])


@dataclass
class Tally:
    """Right and wrong answers of one kind of case."""

    right: int = 0
    wrong: int = 0
    codes: dict[str, int] = field(default_factory=dict)

    def add(self, right: bool, *codes: str) -> None:
        """Counts one case and the codes it ended with."""
        self.right += right
        self.wrong += not right
        for code in codes:
            self.codes[code] = self.codes.get(code, 0) + 1

    @property
    def count(self) -> int:
        """Cases."""
        return self.right + self.wrong


@dataclass
class Pairs:
    """Documents against sessions."""

    same: Tally = field(default_factory=Tally)
    strangers: Tally = field(default_factory=Tally)
    engine_same: Tally = field(default_factory=Tally)
    engine_strangers: Tally = field(default_factory=Tally)
    highest_stranger: float = 0.0
    lowest_same: float = 100.0


def pairs(count: int, seed: int) -> Pairs:
    """`count` pairs: every portrait's documents against every portrait's sessions in turn."""
    bench, found = LivenessBench(), Pairs()
    threshold = bench.settings.face_similarity
    kinds: tuple[Kind, ...] = ("id_card", "td3")
    papers = [
        (portrait, document(kind, HOLDER, face(portrait), seed + level, level))
        for portrait in names()
        for kind in kinds
        for level in range(3)
    ]
    for number, (_, picture) in enumerate(papers):
        bench.documents.put(f"{number}", picture, "image/jpeg")
    left = count
    for turn in range(-(-count // len(papers))):
        shown = names()[turn % len(names())]
        chance = random.Random(seed + turn)
        frames = live(shown, seed + turn)
        shots = [chance.choice(frames[gesture]) for gesture in (Gesture.NEUTRAL, *ASKED[:5])]
        for number, shot in enumerate(shots):
            bench.frames.put(f"{turn}-{number}", shot, "image/jpeg")
        for number, (portrait, _) in enumerate(papers[:left]):
            places = [("frames", f"{turn}-{n}") for n in range(len(shots))]
            scores = [bench.faces.compare(("documents", f"{number}"), place) for place in places]
            alike = [score.similarity if score else 0.0 for score in scores]
            _count(found, who(portrait) == who(shown), alike, threshold)
        left -= len(papers)
    return found


def _count(found: Pairs, same: bool, scores: Sequence[float], threshold: float) -> None:
    mean = fmean(scores)
    (found.same if same else found.strangers).add((mean >= threshold) is same)
    engine = found.engine_same if same else found.engine_strangers
    for score in scores:
        engine.add((score >= ENGINE_THRESHOLD) is same)
    if same:
        found.lowest_same = min(found.lowest_same, mean)
    else:
        found.highest_stranger = max(found.highest_stranger, mean)


HONEST = {"right gestures", "a gesture as itself"}
"""What is to be accepted; a mistake there is a false reject."""


def sequences(count: int, seed: int) -> dict[str, Tally]:
    """`count` attempts, evenly over the kinds."""
    tallies = {name: Tally() for name in KINDS}
    bench = LivenessBench()
    chance = random.Random(seed)
    for number in range(count):
        name = list(KINDS)[number % len(KINDS)]
        run, wanted = KINDS[name]
        portrait = FRONTAL[number // len(KINDS) % len(FRONTAL)]
        # frames of few seeds are enough: what varies is what is asked
        accepted, codes = run(bench, portrait, chance, seed + number // len(KINDS) % 5)
        tallies[name].add(accepted is wanted, *codes)
    return tallies


def gestures(seeds: int, seed: int) -> tuple[Tally, Tally]:
    """(gestures seen as themselves, gestures taken for another), each pair of them."""
    right, others = Tally(), Tally()
    for portrait in FRONTAL:
        for number in range(seeds):
            seen = _observed(live(portrait, seed + number))
            for asked in ASKED:
                session = (Challenge("n", Gesture.NEUTRAL), Challenge("g", asked))
                for shown in Gesture:
                    reasons = judge(session, [*seen[Gesture.NEUTRAL], *seen[shown]])
                    if shown is asked:
                        right.add(not reasons, *([f"{asked} not seen"] if reasons else []))
                    else:
                        mistaken = [] if reasons else [f"{shown} for {asked}"]
                        others.add(bool(reasons), *mistaken)
    return right, others


def _observed(frames: dict[str, tuple[bytes, ...]]) -> dict[str, list[tuple[FaceSeen, ...]]]:
    bench = LivenessBench()
    found: dict[str, list[tuple[FaceSeen, ...]]] = {}
    for gesture, shots in frames.items():
        for number, shot in enumerate(shots):
            bench.frames.put(f"{gesture}-{number}", shot, "image/jpeg")
            found.setdefault(gesture, []).append(
                bench.faces.observe("frames", f"{gesture}-{number}")
            )
    return found


def report(found: Pairs, tallies: dict[str, Tally]) -> Iterator[str]:
    """The figures, line by line."""
    yield f"{'pairs':<26}{'count':>7}{'wrong':>7}{'engine: single looks':>24}{'wrong':>7}"
    for name, ours, engine in (
        ("same person", found.same, found.engine_same),
        ("strangers", found.strangers, found.engine_strangers),
    ):
        yield f"{name:<26}{ours.count:>7}{ours.wrong:>7}{engine.count:>24}{engine.wrong:>7}"
    yield (
        f"mean similarity: lowest of the same person {found.lowest_same:.1f}, "
        f"highest of strangers {found.highest_stranger:.1f}"
    )
    yield f"{'sequences':<26}{'count':>7}{'wrong':>7}  codes"
    for name, tally in tallies.items():
        codes = ", ".join(f"{code} {n}" for code, n in sorted(tally.codes.items()))
        yield f"{name:<26}{tally.count:>7}{tally.wrong:>7}  {codes}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 when a stranger, a still, a replay or a wrong gesture was accepted."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.faces", description=__doc__)
    asked.add_argument("--pairs", type=int, default=300)
    asked.add_argument("--sequences", type=int, default=105)
    asked.add_argument("--seeds", type=int, default=5, help="takes of each gesture and portrait")
    asked.add_argument("--seed", type=int, default=SEED)
    options = asked.parse_args(arguments)
    start = time.perf_counter()
    found = pairs(options.pairs, options.seed)
    middle = time.perf_counter()
    right, others = gestures(options.seeds, options.seed)
    tallies = {"a gesture as itself": right, "a gesture as another": others}
    tallies |= sequences(options.sequences, options.seed)
    end = time.perf_counter()
    print(*report(found, tallies), sep="\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.pairs} pairs in {middle - start:.0f} s, {options.sequences} sequences in "
        f"{end - middle:.0f} s, peak memory {memory:.0f} MB, seed {options.seed}"
    )
    accepted = found.strangers.wrong + sum(
        tally.wrong for name, tally in tallies.items() if name not in HONEST
    )
    print("no false accept" if not accepted else f"FALSE ACCEPTS: {accepted}")
    return 0 if not accepted else 1


if __name__ == "__main__":
    sys.exit(main())
