"""Clients of AWS are made once a process; a test that changes where AWS is wants new ones."""

from __future__ import annotations

from typing import Any

from chalicelib.adapters.aws import clients


def forget_clients() -> None:
    """Who asks for a client next gets a new one."""
    cached: Any = clients.client  # overloads hide that it is cached
    cached.cache_clear()
