# SPDX-License-Identifier: MIT
"""The twins on asyncio: the same work in a thread, and an end to it when it is
cancelled.

The threads are of a pool of our own, so that the loop's default one stays free
for look-ups of names.  A child of fork() has none of them: it makes new ones.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

AT_ONCE = 64  # more wait for their turn

T = TypeVar("T")


class Killable(Protocol):
    """A process, or a request to a server."""

    def kill(self) -> None:
        """End it; no harm if it has ended."""


Started = Callable[[Killable], None]

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None


def _forget() -> None:
    global _lock, _pool
    _lock, _pool = threading.Lock(), None


os.register_at_fork(after_in_child=_forget)


def _threads() -> ThreadPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(AT_ONCE, "pysbx")
        return _pool


class _Work:
    """One piece of work, which may be cancelled at any moment of it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.at_work: Killable | None = None
        self.cancelled = False

    def started(self, at_work: Killable) -> None:
        with self.lock:
            self.at_work = at_work
            if self.cancelled:
                at_work.kill()

    def cancel(self) -> None:
        with self.lock:
            self.cancelled = True
            if self.at_work is not None:
                self.at_work.kill()


async def twin(function: Callable[[Started], T], killable: bool = True) -> T:
    """``function(started)`` in a thread.  Cancellation kills what it has
    started, and returns when that has ended; at once if it is not killable,
    for a thread is not."""
    work = _Work()
    future = _threads().submit(function, work.started)
    waiting = asyncio.wrap_future(future)
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        work.cancel()
        if not future.cancel() and killable:  # it is no longer in the queue
            await asyncio.wait([waiting])
        if waiting.done() and not waiting.cancelled():
            waiting.exception()  # nobody wants to know
        raise
