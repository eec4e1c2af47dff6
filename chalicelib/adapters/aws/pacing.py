"""Time-outs and numbers of attempts for AWS calls, by the time that the caller has left."""

from dataclasses import dataclass

#: The read time-outs in seconds; only a few, since each needs a client of its own.
STEPS = (0.5, 1.5, 3.0, 6.0, 10.0, 20.0, 30.0, 45.0)
#: Services with slow calls (OCR of a large picture); all others should fail fast and be retried.
USUAL = {"textract": 30.0, "rekognition": 20.0, "rds-data": 45.0}
#: Shortest useful time-outs: below these, fewer attempts are better.
ENOUGH = {"textract": 20.0, "rekognition": 10.0, "rds-data": 10.0}
#: Cognito waits five seconds for its trigger, which publishes an event; reconcile finds lost ones.
BEHIND_A_TRIGGER = frozenset({"events"})
#: Seconds; a caller with less time left is a trigger or is about to give up.
HURRY = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Connect and read time-outs in seconds, and the number of attempts."""

    connect: float
    read: float
    tries: int

    @property
    def longest(self) -> float:
        """Seconds that all attempts take at most, with botocore's waits of up to 1 and 2 s."""
        return self.tries * (self.connect + self.read) + (0.0, 1.0, 3.0)[self.tries - 1]


IN_A_HURRY = Pace(1.0, 1.5, 1)


def pace(service: str, left: float | None) -> Pace:
    """The pace of a call to `service` for a caller with `left` seconds (None: unknown)."""
    usual = USUAL.get(service, 10.0)
    if service in BEHIND_A_TRIGGER and (left is None or left >= IN_A_HURRY.longest):
        return IN_A_HURRY
    if left is None:
        return Pace(3.0, usual, 3)
    if left < HURRY:
        return IN_A_HURRY if left >= IN_A_HURRY.longest else Pace(0.5, 0.5, 1)
    for tries in (3, 2):
        found = _fitting(usual, left, tries)
        if found and found.read >= min(usual, ENOUGH.get(service, 5.0)):
            return found
    return _fitting(usual, left, 1) or IN_A_HURRY


def _fitting(usual: float, left: float, tries: int) -> Pace | None:
    """The longest read time-out with which so many attempts end in time; None."""
    paces = [Pace(1.0, read, tries) for read in STEPS if read <= usual]
    return next((one for one in reversed(paces) if one.longest <= left), None)
