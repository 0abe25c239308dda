# SPDX-License-Identifier: MIT
"""The namespaces of execute(): copies go, and what is data comes back."""

from __future__ import annotations

import types
import warnings
from typing import Any

from . import _cross
from ._errors import SandboxDataError, SandboxWarning
from ._result import clean

# What the import system leaves in a module: it says nothing to the program.
_OURS = ("__builtins__", "__loader__", "__spec__")


def _is_definition(value: object) -> bool:
    """Modules, what can be called, features of __future__: they are not
    brought back (as task_result.c has it), so yours stay as they are."""
    return (isinstance(value, types.ModuleType) or callable(value)
            or type(value).__name__ == "_Feature")


def send(crossing: _cross.Crossing, namespace: dict[str, Any] | None) -> int:
    """The number of a dictionary that has what this one has.  What is no data
    but can cross (functions, modules) is bound by name."""
    if namespace is not None and type(namespace) is not dict:
        raise TypeError("a namespace is no dict")
    space = crossing.add("space", "__main__")
    for name, f in crossing.prelude.items():
        crossing.add("bind", space, name, crossing.object(f))
    for name, value in (namespace or {}).items():
        if type(name) is not str:
            raise SandboxDataError(f"the name {name!r} is no str")
        if name in _OURS or type(value).__name__ == "_Feature":
            continue
        try:
            number = crossing.object(value)
        except SandboxDataError as e:
            raise SandboxDataError(f"the name {name!r}: {e}") from None
        crossing.add("bind", space, name, number)
    return space


def check(record: tuple, wanted: tuple) -> None:
    """Is it what a sandbox may say?"""
    _, *spaces, left = record
    for space, want in zip(spaces, wanted):
        if not (want and type(space) is dict
                and all(type(k) is str for k in space)
                or not want and space is None):
            raise SandboxDataError("the sandbox sent no namespace")
    if type(left) is not list or not all(
            type(row) is tuple and len(row) == 2
            and type(row[0]) is str and type(row[1]) is str for row in left):
        raise SandboxDataError("the sandbox sent no list of names")


def _warn(left: list[tuple[str, str]]) -> None:
    names = "; ".join(clean(f"{name[:60]!r} ({why[:200]})")
                      for name, why in left[:20])
    warnings.warn(f"stays in the sandbox, for it is no data: {names}",
                  SandboxWarning, stacklevel=4)


def receive(record: tuple, wanted: tuple) -> None:
    """Change the caller's dictionaries to what the record says."""
    _, *spaces, left = record
    if left:
        _warn(left)  # where warnings are errors, before anything is changed
    for old, fresh in zip(wanted, spaces):
        if old is None:
            continue
        if "__name__" not in old:
            fresh.pop("__name__", None)  # ours
        kept = {k: v for k, v in old.items()
                if k in _OURS or _is_definition(v)}
        old.clear()
        old.update(kept)
        old.update(fresh)
