"""Sources that do not say which lists are in force: nobody waits for them forever."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Unavailable
from tests.services.in_memory import InMemorySystem


def _silent(*_: object) -> None:
    raise Unavailable("no answer")


def test_a_result_of_lists_that_nobody_can_ask_about_sends_to_a_human_at_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = InMemorySystem()
    _, user_id = system.confirmed()
    document = system.read(system.uploaded(user_id))
    first = system.screening.screen(document)
    assert first and first.sanctions_status == "clear"
    assert system.screening.screen(document) == first
    with monkeypatch.context() as patched:
        patched.setattr(type(system.watchlists[0]), "versions", _silent)
        with pytest.raises(Unavailable):
            system.screening.screen(document)
        last = system.screening.screen(document, last_try=True)
        assert last and last.sanctions_status == "unavailable"
    after = system.screening.screen(document)
    assert after and after.sanctions_status == "clear"
