# SPDX-License-Identifier: MIT
"""The directory of a run: files that go in, files that are asked back.

The program may have made links, pipes or huge files of whatever was put there;
so nothing is followed, and only what is a regular file is read, to a limit.
"""

from __future__ import annotations

import fcntl
import fnmatch
import functools
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from ._errors import SandboxDataError

MAX_ENTRIES = 100_000  # that are looked at
_PREFIX = "pysbx-run-"

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def parts(path: str) -> list[str]:
    names = path.split("/")
    if not path or any(p in ("", ".", "..") for p in names) or "\0" in path:
        raise ValueError(f"not a plain relative path: {path!r}")
    return names


def _remove(top: str) -> None:
    """Whatever the program made of it: trees may be deeper than Python's
    recursion, and not to be entered."""
    try:
        shutil.rmtree(top)
    except (OSError, RecursionError):
        for command in ["chmod", "-R", "u+rwX"], ["rm", "-rf"]:
            subprocess.run([*command, "--", top], check=False,
                           stdin=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)


def _sweep(where: str, younger: float = 60.0) -> None:
    """Remove what hosts that were killed have left: the directory of one that
    lives is locked."""
    with os.scandir(where) as entries:
        names = [e.name for e in entries if e.name.startswith(_PREFIX)]
    for name in names:
        path = os.path.join(where, name)
        try:
            fd = os.open(path, _READ | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            st = os.fstat(fd)
            if (st.st_uid == os.geteuid()
                    and time.time() - st.st_ctime >= younger):
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(path)
        except OSError:
            pass  # it is in use
        finally:
            os.close(fd)


@functools.cache
def _sweep_once(where: str) -> None:
    try:
        _sweep(where)
    except OSError:
        pass  # a directory of others, that may not be listed


@contextmanager
def directory() -> Iterator[str]:
    """A new directory, removed at the end."""
    _sweep_once(tempfile.gettempdir())
    top = os.path.realpath(tempfile.mkdtemp(prefix=_PREFIX))
    fd = os.open(top, _READ | os.O_DIRECTORY)
    try:
        fcntl.flock(fd, fcntl.LOCK_SH)
        yield top
    finally:
        os.close(fd)
        _remove(top)


def place(top: str, files: Mapping[str, bytes]) -> None:
    """Write files (path below top -> contents)."""
    for path, data in files.items():
        target = os.path.join(top, *parts(path))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "xb") as file:
            file.write(data)


class _Walk:
    """The regular files of a tree that somebody else made."""

    def __init__(self) -> None:
        self.left = MAX_ENTRIES

    def names(self, fd: int) -> list[str]:
        names = []
        with os.scandir(fd) as entries:
            for entry in entries:
                self.left -= 1
                if self.left < 0:
                    raise SandboxDataError(
                        "the program left more than "
                        f"{MAX_ENTRIES} files and directories")
                names.append(entry.name)
        return sorted(names)

    def files(self, fd: int, prefix: str,
              depth: int) -> Iterator[tuple[int, str, str]]:
        """(directory's descriptor, name, path) of each."""
        for name in self.names(fd):
            try:
                mode = os.stat(name, dir_fd=fd, follow_symlinks=False).st_mode
            except OSError:  # a directory that may be read, but not searched
                continue
            if stat.S_ISREG(mode):
                yield fd, name, prefix + name
            elif stat.S_ISDIR(mode) and depth < 32:
                try:
                    inner = os.open(name, _READ | os.O_DIRECTORY, dir_fd=fd)
                except OSError:
                    continue
                try:
                    yield from self.files(inner, f"{prefix}{name}/",
                                          depth + 1)
                finally:
                    os.close(inner)


def collect(top: str, patterns: Iterable[str], limit: int,
            max_files: int = 1000) -> dict[str, bytes]:
    """The regular files below top whose paths match a pattern, as bytes;
    SandboxDataError where they are more than limit bytes together, or more
    than max_files."""
    wanted = list(patterns)
    found: dict[str, bytes] = {}
    left = limit
    if not wanted:
        return found
    fd = os.open(top, _READ | os.O_DIRECTORY)
    try:
        for where, name, path in _Walk().files(fd, "", 0):
            if not any(fnmatch.fnmatchcase(path, p) for p in wanted):
                continue
            if len(found) == max_files:
                raise SandboxDataError("the files to collect are more than "
                                       f"{max_files} (max_files)")
            try:
                file = os.open(name, _READ, dir_fd=where)
            except OSError:
                continue
            with open(file, "rb") as stream:
                if not stat.S_ISREG(os.fstat(file).st_mode):
                    continue
                data = stream.read(left + 1)
            left -= len(data)
            if left < 0:
                raise SandboxDataError(
                    f"the files to collect are more than {limit} bytes "
                    "(max_output_size)")
            found[path] = data
    finally:
        os.close(fd)
    return found
