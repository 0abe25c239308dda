# SPDX-License-Identifier: MIT
"""`with Sandbox():` guards a block of this process.

A guard, not a boundary: it stops code that means no harm, and much that does;
what a bug of CPython or of a C extension gives away it does not see.  The
kernel's locks cannot be taken off again, so they are for processes:
Sandbox.call, execute and run.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import shutil
import sys
import tempfile
import threading
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from . import _errors, _prelude
from ._views import Views

if TYPE_CHECKING:
    from ._config import SandboxConfig
    from ._sandbox import Sandbox

_lock = threading.Lock()
_module: Any = None
_directory = ""
_policies: dict[tuple[str, str, str], Any] = {}
_NOT_COPIED = ("__builtins__", "__loader__", "__spec__", "__cached__")
_GONE = object()
EXIT = ("pysbx: exit by 'SystemExit' is not allowed: the program must run to its "
        "end (to allow it, write in the policy: [process] exit = yes)")


def _find() -> str:
    name = f"pysbx-guard-{sys.version_info[0]}.{sys.version_info[1]}.so"
    places = []
    command = os.environ.get("PYSBX_COMMAND")
    if command:
        top = os.path.dirname(os.path.realpath(command))
        places += [top, f"{top}/../lib/pysbx"]
    for file in (os.path.abspath(__file__), os.path.realpath(__file__)):
        places.append(f"{os.path.dirname(file)}/../..")
    installed = shutil.which("pysbx")
    if installed:
        places.append(f"{os.path.dirname(os.path.realpath(installed))}"
                      "/../lib/pysbx")
    for place in places:
        path = os.path.normpath(f"{place}/{name}")
        if os.path.isfile(path):
            return path
    raise _errors.SandboxSetupError(
        f"{name} is missing: pysbx was not built for this version of Python, "
        "so code in this process cannot be guarded (Sandbox.call with a "
        "process of its own needs its hooks too)")


def extension() -> Any:
    """The C part, loaded once."""
    global _module, _directory
    if _module is None:
        with _lock:
            if _module is None:
                path = _find()
                loader = importlib.machinery.ExtensionFileLoader(
                    "_pysbx_guard", path)
                spec = importlib.util.spec_from_file_location(
                    "_pysbx_guard", path, loader=loader)
                assert spec is not None
                m = importlib.util.module_from_spec(spec)
                loader.exec_module(m)
                m.setup((_errors.SandboxError, _errors.SandboxImportError,
                         _errors.SandboxPermissionError,
                         _errors.SandboxAttributeError))
                _directory = os.path.dirname(path)
                _module = m
    return _module


def policy_of(config: SandboxConfig) -> Any:
    """The compiled policy; kept, since a guarded block may nest another one,
    where no file can be read."""
    g = extension()
    key = (config.policy or "", config.text(),
           "" if g.guarded() else os.getcwd())
    policy = _policies.get(key)
    if policy is None:
        try:
            policy = g.Policy(*key[:2], f"{_directory}/whitelist.d",
                              sys.executable, tempfile.gettempdir())
        except (ValueError, RuntimeError) as e:
            raise _errors.SandboxSetupError(str(e)) from None
        if len(_policies) > 100:
            _policies.clear()
        _policies[key] = policy
    return policy


def builtins_for(config: SandboxConfig) -> tuple[ModuleType, Views]:
    """The builtins of guarded code, and its modules."""
    g = extension()
    policy = policy_of(config)
    views = Views(g, policy)
    extra: dict[str, Any] = {"__import__": views.import_function()}
    names = [n for feature, names in _prelude.FUNCTIONS.items()
             if config.has_feature(feature) for n in names]
    extra.update(dict.fromkeys(names))
    builtins = g.make(policy, extra)
    space = {"__builtins__": builtins, "__name__": "builtins"}
    for n in names:
        f = FunctionType(getattr(_prelude, n).__code__, space, n)
        g.put(builtins, n, f)
    return builtins, views


def copy_of(namespace: dict, builtins: ModuleType, views: Views) -> dict:
    """A namespace as the block sees it: modules by the policy."""
    copy = {}
    for name, value in namespace.items():
        if name in _NOT_COPIED:
            continue
        if isinstance(value, ModuleType) and type(value) is ModuleType:
            view = views.view(value.__name__)
            value = views.closed(value.__name__) if view is None else view
        copy[name] = value
    copy["__builtins__"] = builtins
    return copy


_open: dict[int, tuple[dict, bool]] = {}


def enter(self: Sandbox) -> Sandbox:
    """Guard the block of a `with` statement, in this process and thread.

    Until its end nothing is granted but what the configuration grants: to the
    block and to all that it calls.  Other threads go on as they are, and so
    does whoever waits for a generator or coroutine that is in its block.

    A guard, not a boundary: for code that may be hostile use call(), execute()
    or run().  SandboxError where it stands in no `with` statement.
    """
    g = extension()
    namespace = g.caller_globals()
    builtins, views = builtins_for(self.config)
    copy = copy_of(namespace, builtins, views)
    _open[id(copy)] = (dict(copy), policy_of(self.config).exits)
    try:
        g.enter(builtins, copy)
    except BaseException:
        del _open[id(copy)]
        raise
    return self


def leave(self: Sandbox, kind: type | None, error: BaseException | None,
          trace: object) -> None:
    """End the guard: all is as it was, but for what the block itself bound."""
    copy, namespace = _module.leave()
    before, exits = _open.pop(id(copy))
    for name, value in copy.items():
        if name not in _NOT_COPIED and before.get(name, _GONE) is not value:
            namespace[name] = value
    for name in before:
        if name not in copy:
            namespace.pop(name, None)
    if isinstance(error, SystemExit) and not exits:
        raise _errors.SandboxError(EXIT) from None
