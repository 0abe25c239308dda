# SPDX-License-Identifier: MIT
"""What can go wrong, as exceptions.  All of them are SandboxError."""

from __future__ import annotations

__all__ = [
    "SandboxError", "SandboxTimeout", "SandboxCrash", "SandboxDataError",
    "SandboxSetupError", "SandboxImportError", "SandboxPermissionError",
    "SandboxAttributeError", "SandboxWarning", "RemoteTraceback",
]


class SandboxError(Exception):
    """The sandbox refused, or the program in it failed.

    ``type_name`` is the name of the exception class in the sandbox where that
    is no builtin one, else None; ``report`` is the run's report, where there
    was a run.
    """

    type_name: str | None = None
    report: dict | None = None


class SandboxTimeout(SandboxError, TimeoutError):
    """A limit of time (wall clock or processor) ended the program."""


class SandboxCrash(SandboxError):
    """A signal ended the program; ``signal`` is its number."""

    signal: int | None = None


class SandboxDataError(SandboxError, TypeError):
    """A value that is no data (or too much of it) was to cross."""


class SandboxSetupError(SandboxError):
    """The sandbox could not be set up; nothing of the program ran."""


class SandboxImportError(SandboxError, ModuleNotFoundError):
    """The policy does not grant this import."""


class SandboxPermissionError(SandboxError, PermissionError, FileNotFoundError):
    """The policy does not grant this file."""


class SandboxAttributeError(SandboxError, AttributeError):
    """The policy does not grant this attribute."""


class SandboxWarning(UserWarning):
    """Something stays in the sandbox that somebody may want."""


class RemoteTraceback(Exception):
    """The traceback in the sandbox, as text: the cause of what call() and
    execute() raise."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"\n{self.text}"
