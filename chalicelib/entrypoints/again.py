"""Sets when a failed message of a queue is delivered again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from chalicelib.domain.errors import Erased, VestibuleError
from chalicelib.services.ports import Inbox

#: Seconds until a failed message is delivered again, by the number of its deliveries.
PAUSES = (10, 20, 40, 80, 160, 300)


@contextmanager
def soon_again(message: dict[str, Any], inbox: Callable[[], Inbox] | None) -> Iterator[None]:
    """If the body fails, makes the message visible again soon; ignores an unavailable queue."""
    try:
        yield
    except Erased:
        raise
    except Exception:
        if inbox is not None:
            received = int(message.get("attributes", {}).get("ApproximateReceiveCount", 1))
            pause = PAUSES[min(received, len(PAUSES)) - 1]
            with suppress(VestibuleError):
                inbox().show_again(message["receiptHandle"], pause)
        raise
