"""Calls of others that do not wait for each other."""

from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def each(work: Callable[..., T], given: Sequence[tuple[object, ...]], at_once: int) -> list[T]:
    """`work` of each set of arguments, so many at once; the answers in the order of `given`.

    The first fault is raised, and what has not begun is not begun any more. Each call knows what
    its caller knows (how long it may take, whose rights it has).
    """
    if at_once < 2 or len(given) < 2:
        return [work(*arguments) for arguments in given]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(at_once, len(given))) as pool:
        begun = [pool.submit(copy_context().run, work, *arguments) for arguments in given]
        try:
            return [future.result() for future in begun]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def both(first: Callable[[], T], second: Callable[[], U], at_once: int) -> tuple[T, U]:
    """Both answers; a fault of the first is raised before one of the second."""
    if at_once < 2:
        return first(), second()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(copy_context().run, second)
        return first(), other.result()
