# SPDX-License-Identifier: MIT
"""The namespaces of execute(): copies go, and what is data comes back."""

from __future__ import annotations

import re
import types
import unicodedata
import warnings
from typing import Any

from . import _cross, _data
from ._errors import SandboxDataError, SandboxWarning
from ._result import clean

# What the import system leaves in a module: it says nothing to the program.
_OURS = ("__builtins__", "__loader__", "__spec__")


def words(code: str | types.CodeType) -> set[str]:
    """All that may be a name in it.  Source text is not compiled here: nobody
    trusts it, and the compiler can be brought down."""
    if isinstance(code, str):
        return set(re.findall(r"\w+", unicodedata.normalize("NFKC", code)))
    found = {*code.co_names, *code.co_varnames, *code.co_freevars}
    for const in code.co_consts:
        if isinstance(const, (str, types.CodeType)):
            found |= words(const)
    return found


def send(crossing: _cross.Crossing, namespace: dict[str, Any] | None,
         named: set[str]) -> tuple[int, set[str]]:
    """The number of a dictionary that has what this one has, and the names
    that it has as data.  What is no data (functions, modules) is bound if the
    code names it; whatever else there is stays here."""
    if namespace is not None and type(namespace) is not dict:
        raise TypeError("a namespace is no dict")
    space = crossing.add("space", "__main__")
    sent = set()
    for name, f in crossing.prelude.items():
        crossing.add("bind", space, name, crossing.object(f))
    for name, value in (namespace or {}).items():
        if type(name) is not str:
            raise SandboxDataError(f"the name {name!r} is no str")
        is_data = type(value) in _data.TYPES
        if name in _OURS or not (is_data or name in named):
            continue
        try:
            number = crossing.object(value)
        except SandboxDataError as e:
            raise SandboxDataError(f"the name {name!r}: {e}") from None
        crossing.add("bind", space, name, number)
        if is_data:
            sent.add(name)
    return space, sent


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
    """Change the caller's dictionaries to what the record says.  wanted: each
    with the names that were sent as data, or None."""
    _, *spaces, left = record
    if left:
        _warn(left)  # where warnings are errors, before anything is changed
    for want, fresh in zip(wanted, spaces):
        if want is None:
            continue
        old, sent = want
        if "__name__" not in old:
            fresh.pop("__name__", None)  # ours
        kept = {k: v for k, v in old.items() if k not in sent}
        old.clear()
        old.update(kept)
        old.update(fresh)
