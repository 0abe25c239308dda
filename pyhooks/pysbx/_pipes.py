# SPDX-License-Identifier: MIT
"""Descriptors of one run: nameless files that go in, pipes that bring back no
more than a limit.  Both are closed by whoever opened them, at the end."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def memory_file(data: bytes, name: str) -> int:
    """A nameless file that holds data; its descriptor, at the start."""
    fd = os.memfd_create(f"pysbx-{name}", os.MFD_CLOEXEC)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view):]
        os.lseek(fd, 0, os.SEEK_SET)
    except BaseException:
        os.close(fd)
        raise
    return fd


class Pipe:
    def __init__(self, name: str, limit: int) -> None:
        self.name = name
        self.limit = limit
        self.data = bytearray()
        self.read, self.write = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self.read, False)

    def take(self) -> bool | None:
        """Read what is there.  False at the end, None where it is too much."""
        try:
            block = os.read(self.read, 1 << 16)
        except BlockingIOError:
            return True
        self.data += block
        if len(self.data) > self.limit:
            return None
        return bool(block)

    def close_write(self) -> None:
        if self.write >= 0:
            os.close(self.write)
            self.write = -1

    def close(self) -> None:
        self.close_write()
        if self.read >= 0:
            os.close(self.read)
            self.read = -1


@dataclass
class Open:
    """Descriptors that this run has open."""

    files: list[int] = field(default_factory=list)
    pipes: list[Pipe] = field(default_factory=list)

    def file(self, data: bytes, name: str) -> int:
        fd = memory_file(data, name)
        self.files.append(fd)
        return fd

    def pipe(self, name: str, limit: int) -> Pipe:
        p = Pipe(name, limit)
        self.pipes.append(p)
        return p

    def close(self) -> None:
        for fd in self.files:
            os.close(fd)
        for p in self.pipes:
            p.close()
        self.files, self.pipes = [], []
