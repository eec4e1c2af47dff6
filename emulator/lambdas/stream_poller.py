"""Reads a DynamoDB stream for a Lambda: in order, in batches, blocking on failure as a shard does.

A failed batch is retried with growing pauses on the clock, halved if BisectBatchOnFunctionError is
set, until MaximumRetryAttempts or MaximumRecordAgeInSeconds (default: without limit). Then its
position, not its content, goes to the on-failure destination, and the stream continues.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from moto.awslambda.models import EventSourceMapping

from emulator import clock
from emulator.events import targets
from emulator.lambdas import handlers
from emulator.lambdas.poller import Poller, plain
from emulator.tables import tables

LONGEST_PAUSE = 60.0  # seconds between two attempts
Record = dict[str, Any]


def first_position(table: Any, starting: str | None) -> int:
    """The first sequence number to read. `starting`: LATEST, which is resolved now, or else the
    oldest record."""
    shard = table.stream_shard
    behind = len(shard.items) if starting == "LATEST" else 0
    return int(shard.starting_sequence_number + behind)


class StreamPoller(Poller):
    """The poller of one mapping of a stream. The position is stored in the mapping, so that
    snapshots include it."""

    def __init__(self, mapping: EventSourceMapping) -> None:
        super().__init__(mapping)
        self._arn = mapping.event_source_arn
        self._table = self._arn.split("/")[1]
        self._pausing = False
        tables.on_change(self._table, self.bell.set)

    def stop(self) -> None:
        """Stops the poller and its notifications by the table."""
        tables.off_change(self._table, self.bell.set)
        super().stop()

    @property
    def position(self) -> int:
        """The sequence number of the next record to deliver."""
        return int(self.mapping.__dict__["position"])

    def has_work(self) -> bool:
        """Whether records wait that are not in a pause between attempts."""
        return not self._pausing and bool(self._read(1))

    def poll(self) -> bool:
        """Delivers the next batch until it succeeds or is given up."""
        records = self._read(self.mapping.batch_size)
        if not records:
            return False
        end = int(records[-1]["dynamodb"]["SequenceNumber"]) + 1
        chosen = [record for record in records if self.wanted(record)]
        if chosen:
            self._deliver_all(chosen, self._retries())
        if not self.ended.is_set():
            self.mapping.__dict__["position"] = end
        return True

    def _retries(self) -> float:
        most = self.mapping.max_retry_attempts
        return float("inf") if most is None or int(most) < 0 else int(most)

    def _read(self, limit: int) -> list[Record]:
        with tables.LOCK:
            table = tables.table(self._table)
            if table is None or table.stream_shard is None:
                return []
            shard = table.stream_shard
            start = max(0, self.position - shard.starting_sequence_number)
            found = [item.to_json() for item in shard.items[start : start + limit]]
        return [self._event(record) for record in found]

    def _event(self, record: Record) -> Record:
        inner = dict(record["dynamodb"])
        created = inner["ApproximateCreationDateTime"]
        if isinstance(created, datetime):
            inner["ApproximateCreationDateTime"] = created.replace(tzinfo=UTC).timestamp()
        return {**record, "dynamodb": plain(inner), "eventSourceARN": self._arn}

    def _deliver_all(self, records: list[Record], retries: float) -> None:
        """Delivers `records` in order, until each succeeded or was given up, or polling stops."""
        tries = 0
        while records and not self.ended.is_set():
            outcome = self.deliver(records)
            tries += 1
            left = self._after_first_failure(records, outcome)
            if not left:
                return
            if len(left) < len(records):
                records, tries = left, 0  # some were taken: what follows is a new batch
                continue
            if self.mapping.bisect_on_error and len(records) > 1:
                middle = len(records) // 2
                self._deliver_all(records[:middle], retries)
                records, tries = records[middle:], 0
                continue
            if tries > retries or self._too_old(records[0]):
                self._give_up(records, tries, outcome)
                return
            self._pause(tries)

    def _after_first_failure(
        self, records: list[Record], outcome: handlers.Outcome
    ) -> list[Record]:
        """What must be delivered again: everything from the first record that failed."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        failed = self.failures(outcome, numbers)
        if not failed:
            return []
        return records[min(numbers.index(number) for number in failed) :]

    def _too_old(self, record: Record) -> bool:
        oldest = self.mapping.max_record_age
        if oldest is None or int(oldest) < 0:
            return False
        age = clock.time() - float(record["dynamodb"]["ApproximateCreationDateTime"])
        return age > int(oldest)

    def _pause(self, tries: int) -> None:
        self._pausing = True
        try:
            seconds = min(LONGEST_PAUSE, 0.1 * 2 ** min(tries - 1, 12))
            clock.wait(self.ended, seconds, f"retry of {self.name}")
        finally:
            self._pausing = False

    def _give_up(self, records: list[Record], tries: int, outcome: handlers.Outcome) -> None:
        """Sends the lost records' position, without content, to the on-failure destination."""
        config = self.mapping.destination_config or {}
        arn = config.get("OnFailure", {}).get("Destination")
        if not arn:
            return
        first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
        document = {
            "requestContext": {
                "requestId": str(uuid.uuid4()),
                "functionArn": self.mapping.function_arn,
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": tries,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": outcome.error,
            },
            "version": "1.0",
            "timestamp": _iso(clock.time()),
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000001541626099285-f35f62ef",
                "startSequenceNumber": first["SequenceNumber"],
                "endSequenceNumber": last["SequenceNumber"],
                "approximateArrivalOfFirstRecord": _iso(first["ApproximateCreationDateTime"]),
                "approximateArrivalOfLastRecord": _iso(last["ApproximateCreationDateTime"]),
                "batchSize": len(records),
                "streamArn": self._arn,
            },
        }
        targets.send_logged(arn, document, f"lost batch of {self.name}", "lambda")


def _iso(seconds: float) -> str:
    instant = datetime.fromtimestamp(seconds, UTC)
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
