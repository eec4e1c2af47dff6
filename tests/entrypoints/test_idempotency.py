"""A key that comes again, and a table that does not answer."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.errors import Conflict, Unavailable
from chalicelib.entrypoints import idempotency

CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 20_000)


@pytest.fixture
def fails(kept: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """From now on this call of the table is refused, as after all tries."""

    def begin(operation: str) -> None:
        client: Any = idempotency._layer().client

        def refuse(**_: Any) -> None:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)

        monkeypatch.setattr(client, operation, refuse)

    return begin


def once(work: Callable[[], Any]) -> Any:
    return idempotency.once("somebody", "key-1", "content", CONTEXT, work)


def test_work_that_is_done_is_answered_though_its_answer_cannot_be_kept(
    fails: Callable[[str], None],
) -> None:
    fails("update_item")
    assert once(lambda: {"id": "1"}) == {"id": "1"}


def test_nothing_is_done_where_the_key_cannot_be_claimed(fails: Callable[[str], None]) -> None:
    fails("put_item")
    begun = list[int]()

    def work() -> dict[str, Any]:
        begun.append(1)
        return {}

    with pytest.raises(Unavailable):
        once(work)
    assert begun == []


def test_what_the_work_refuses_is_told_and_may_be_tried_again(kept: Any) -> None:
    def refuse() -> None:
        raise Conflict("not now", "changed_meanwhile")

    with pytest.raises(Conflict, match="not now"):
        once(refuse)
    assert once(lambda: {"id": "2"}) == {"id": "2"}
    assert once(lambda: {"id": "3"}) == {"id": "2"}
