"""What happened in test mode passes: nothing of it is kept longer than fourteen days."""

from datetime import timedelta

from chalicelib.domain.applicants.api_keys import Mode

TEST_DAYS = 14
TEST_LIFE = timedelta(days=TEST_DAYS)


def kept_for(mode: str, usual: timedelta) -> timedelta:
    """How long a record of this mode is kept where one of live mode is kept for `usual`."""
    return min(usual, TEST_LIFE) if mode == Mode.TEST else usual
