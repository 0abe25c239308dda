# SPDX-License-Identifier: MIT
"""pysbx.lock(): a process confines itself, for good."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from . import _guard
from ._config import SandboxConfig
from ._errors import SandboxError, SandboxSetupError

_LAYERS = ("interpreter", "kernel")


@dataclass(frozen=True)
class Locked:
    """What holds from now on."""

    layers: tuple[str, ...]
    landlock: int   # the version of its interface; 0: not in force
    seccomp: bool   # is there a filter of system calls?


def _own_modules() -> list[ModuleType]:
    """The program's: not the standard library's, not installed, not ours."""
    own = []
    for name, m in list(sys.modules.items()):
        if not isinstance(m, ModuleType):
            continue
        first = name.partition(".")[0]
        file = getattr(m, "__file__", None) or ""
        if name == "__main__" or not (
                first in sys.stdlib_module_names
                or first in ("pysbx", "_pysbx_guard")
                or "/site-packages/" in file or "/dist-packages/" in file):
            own.append(m)
    return own


def _check(layers: tuple[str, ...]) -> None:
    if "libc" in layers:
        raise SandboxSetupError(
            "the layer 'libc' must be there when a process starts "
            "(LD_PRELOAD=libpysbx.so, or `pysbx run`): nothing was locked")
    if not layers or set(layers) - set(_LAYERS):
        raise ValueError(f"layers are {' and '.join(_LAYERS)}")
    if _guard.extension().guarded():
        raise SandboxError("pysbx: this process is locked already, or a "
                           "guarded block is at work")
    if "kernel" in layers:
        try:
            threads = len(os.listdir("/proc/self/task"))
        except OSError as e:
            raise SandboxSetupError(
                f"the threads cannot be counted ({e}): nothing was locked"
            ) from None
        if threads > 1:
            raise SandboxSetupError(
                f"Landlock binds one thread, and this process has {threads}: "
                "lock before others are started; nothing was locked")


def lock(policy: str | SandboxConfig = "default", *,
         layers: Iterable[str] = _LAYERS) -> Locked:
    """Confine this process from here on: there is no way back.

    ``policy``: names of profiles ("default,numpy", "./mine.conf"), or a
    SandboxConfig (its ``timeout`` is that of a call and does not count).

    kernel       Landlock, the filter of system calls and the limits, for this
                 thread and those it starts: the boundary
    interpreter  the guard of ``with Sandbox():``, for all threads, for ever:
                 the readable refusal

    Both must be had, or SandboxSetupError says why and nothing was locked.
    The wrappers of libc are not among them: a process must start with those.
    Descriptors that are open stay open and usable.
    """
    wanted = tuple(layers)
    _check(wanted)
    config = (policy.copy() if isinstance(policy, SandboxConfig)
              else SandboxConfig(policy=policy))
    config.timeout = None
    g = _guard.extension()
    compiled = _guard.policy_of(config)
    if "kernel" in wanted:
        why = g.rehearse(compiled)
        if why is not None:
            why = why.strip().removeprefix("pysbx: ")
            raise SandboxSetupError(f"{why}: nothing was locked")
    builtins, views = _guard.builtins_for(config)
    modules = _own_modules()
    copies = [_guard.copy_of(vars(m), builtins, views) for m in modules]
    for stream in sys.stdout, sys.stderr:
        if stream is not None:
            stream.flush()
    landlock, seccomp = 0, False
    if "kernel" in wanted:
        landlock, seccomp = g.kernel(compiled)
    for name in list(os.environ):
        if not compiled.env(name):
            del os.environ[name]
    if "interpreter" in wanted:
        library = os.path.dirname(os.__file__)
        sys.path[:] = [p for p in sys.path if p.startswith(library)
                       or "/site-packages" in p or "/dist-packages" in p
                       or p.endswith(".zip")]
        for m, copy in zip(modules, copies):
            vars(m).update(copy)
            for name in "__loader__", "__spec__":
                vars(m)[name] = None
        g.convert(builtins, [vars(m) for m in modules], gc.get_objects())
    return Locked(wanted, landlock, seccomp)
