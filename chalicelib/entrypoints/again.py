"""When a message of a queue that could not be done comes again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from chalicelib.domain.errors import Erased, VestibuleError
from chalicelib.services.ports import Inbox

#: Seconds until a message that failed comes again, by how often it has been received.
PAUSES = (10, 20, 40, 80, 160, 300)


@contextmanager
def soon_again(message: dict[str, Any], inbox: Callable[[], Inbox] | None) -> Iterator[None]:
    """What fails inside lets the message come again soon; a queue that is away changes nothing."""
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
