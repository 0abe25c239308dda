# SPDX-License-Identifier: MIT
"""From what came back to a value or an exception.  Nothing here is believed:
records are checked by their shape, and exceptions are made only of builtin
classes that a program may catch."""

from __future__ import annotations

import builtins
import linecache
import signal as _signal
from typing import NoReturn

from . import _errors
from ._errors import (RemoteTraceback, SandboxCrash, SandboxDataError,
                      SandboxError, SandboxSetupError, SandboxTimeout)
from ._result import clean

# By the names that the sandbox gives them.
_OWN = {f"pysbx.{name}": getattr(_errors, name) for name in (
    "SandboxError", "SandboxImportError", "SandboxPermissionError",
    "SandboxAttributeError")}


def _text(value: object, limit: int = 4000) -> str:
    return clean(value[:limit]) if type(value) is str else ""


def raise_for(report: dict) -> NoReturn:
    """The exception for a run that did not end well."""
    status = report.get("status")
    reason = _text(report.get("reason")) or "no reason is known"
    number = report.get("signal")
    error: BaseException
    if status == "setup":
        error = SandboxSetupError(reason)
    elif status == "timeout":
        error = SandboxTimeout(reason)
    elif status == "memory":
        error = MemoryError(reason)
    elif status == "crash":
        name = ""
        if type(number) is int and number in _signal.valid_signals():
            name = _signal.strsignal(number) or ""
        error = SandboxCrash(f"{reason} ({name})" if name else reason)
        error.signal = number if type(number) is int else None
    else:
        exception = report.get("exception")
        if type(exception) is dict and exception.get("type"):
            reason = (f"{_text(exception.get('type'))}: "
                      f"{_text(exception.get('message'))}")
        error = SandboxError(reason)
    if isinstance(error, SandboxError):
        error.report = report
    raise error


# --- exceptions of the program ----------------------------------------------

def _traceback(frames: object, sources: dict[str, str]) -> str:
    """Source lines are shown of the functions that were sent, not of files
    that the sandbox names."""
    lines = ["Traceback in the sandbox (most recent call last):"]
    if type(frames) is not list:
        frames = []
    for row in frames[:100]:
        if type(row) is not tuple or len(row) != 3:
            continue
        file, number, name = row
        if type(number) is not int or not 0 <= number < 1 << 31:
            number = 0
        lines.append(f'  File "{_text(file, 300)}", line {number}, '
                     f"in {_text(name, 300)}")
        source = ""
        if type(file) is str and file in sources:
            text = sources[file]
            all_lines = (text.splitlines() if text
                         else linecache.getlines(file))
            if 0 < number <= len(all_lines):
                source = all_lines[number - 1].strip()
        if source:
            lines.append(f"    {_text(source, 300)}")
    return "\n".join(lines)


def _class_of(name: str, builtin: bool, exits: bool) -> type | None:
    """Only what `except Exception` catches: a sandbox cannot end its host.
    SystemExit passes where the policy lets the program exit."""
    if not builtin:
        return None
    if name in _OWN:
        return _OWN[name]
    c = getattr(builtins, name, None)
    if not isinstance(c, type):
        return None
    if exits and c is SystemExit:
        return c
    return c if issubclass(c, Exception) else None


def _make(c: type, args: object, message: str) -> BaseException:
    """With the program's arguments where they are what the class takes."""
    if c in _OWN.values():
        return c(message)
    for attempt in (args, (message,), ("utf-8", b"", 0, 0, message), ()):
        if type(attempt) is tuple:
            try:
                return c(*attempt)
            except Exception:
                continue
    return SandboxError(message)


def exception(record: tuple, sources: dict[str, str],
              exits: bool) -> BaseException:
    """The exception that an ("error", ...) record stands for."""
    _, name, builtin, message, args, frames = record
    if type(name) is not str or type(message) is not str:
        return SandboxDataError("the sandbox sent a record of no known form")
    c = _class_of(name, builtin is True, exits)
    if c is None:
        shown = _text(name, 300)
        error: BaseException = SandboxError(
            f"{shown}: {_text(message)}" if message else shown)
        error.type_name = name  # type: ignore[attr-defined]
    else:
        error = _make(c, args, message)
    trace = _traceback(frames, sources)
    error.__cause__ = RemoteTraceback(
        f"{trace}\n{_text(name, 300)}: {_text(message)}")
    return error
