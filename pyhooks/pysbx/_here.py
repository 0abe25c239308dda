# SPDX-License-Identifier: MIT
"""call() and execute() with use_subprocess=False: a request is put together
again in this process, under the guard of _guard.py.

What goes in and comes out is copied as data, as it is for a process, so that
the caller's objects are neither seen nor changed.
"""

from __future__ import annotations

import builtins as _builtins
import gc
import marshal
import struct
import threading
import time
from types import CellType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from . import _child, _data, _errors, _guard

if TYPE_CHECKING:
    from ._config import SandboxConfig
    from ._cross import Crossing

_REFERENCE = 0x52  # 'R' of values.def
_count = struct.Struct("<I").unpack_from
_type_name = type.__dict__["__name__"].__get__
_type_module = type.__dict__["__module__"].__get__


class _Values(_data._Decoder):
    """Data in which objects that the request has made may stand."""

    def __init__(self, data: bytes, made: list) -> None:
        super().__init__(data)
        self.made = made

    def get(self) -> Any:
        if self.data[self.at] != _REFERENCE:
            return super().get()
        self.at += 1
        return self.made[_count(self.data, self._take(4))[0]]


class _Steps:
    """The steps of pyhooks/task_steps.c; each makes an object."""

    def __init__(self, crossing: Crossing, builtins: ModuleType,
                 views: Any) -> None:
        self.crossing = crossing
        self.builtins = builtins
        self.views = views
        self.made: list[Any] = []
        self.last: tuple = ()
        self.exits = False

    def run(self) -> None:
        for kind, *args in self.crossing.steps:
            self.made.append(getattr(self, f"_{kind}")(*args))

    def _code(self, number: int) -> Any:
        return marshal.loads(self.crossing.codes[number])

    def _space(self, name: str) -> dict:
        return {"__name__": name, "__builtins__": self.builtins}

    def _value(self, data: bytes) -> Any:
        return _Values(data, self.made).get()

    def _import(self, name: str) -> ModuleType:
        if self.views.view(name) is None:
            return self.views.closed(name)  # it may never come to use it
        return self.views._chain(name)[1]

    def _from(self, module: str, names: str) -> Any:
        first, *rest = names.split(".")
        view = self.views.view(module)
        found = view and self.views.g.peek(view, first)
        if not found:
            self.views.g.no(1, "import of", f"{module}.{names}", None,
                            f"[imports] {module} = {first}")
        value = found[0]
        for name in rest:
            value = getattr(value, name)
        return value

    def _builtin(self, name: str) -> Any:
        found = self.views.g.peek(self.builtins, name)
        if not found:
            raise _errors.SandboxError(
                f"pysbx: builtin '{name}' is not there in the sandbox")
        return found[0]

    def _cell(self) -> CellType:
        return CellType()

    def _fill(self, cell: int, content: int) -> None:
        self.made[cell].cell_contents = self.made[content]

    def _function(self, code: int, space: int, qualname: str, cells: tuple,
                  defaults: int, kwdefaults: int, attributes: int) -> Any:
        f = FunctionType(self._code(code), self.made[space], None, None,
                         tuple(self.made[c] for c in cells))
        f.__qualname__ = qualname
        if defaults >= 0:
            f.__defaults__ = self.made[defaults]
        if kwdefaults >= 0:
            f.__kwdefaults__ = self.made[kwdefaults]
        if attributes >= 0:
            f.__dict__.update(self.made[attributes])
        return f

    def _bind(self, space: int, name: str, what: int) -> None:
        self.made[space][name] = self.made[what]

    def _class(self, space: int, code: int, name: str) -> Any:
        exec(self._code(code), self.made[space])
        return self.made[space][name]

    def _call(self, f: int, args: int, kwargs: int) -> None:
        self.last = ("call", self.made[f], self.made[args], self.made[kwargs])

    def _execute(self, source: str | int, file: str, globals: int,
                 locals: int, wanted: int) -> None:
        code = (self._code(source) if type(source) is int
                else compile(source, file, "exec", dont_inherit=True))
        self.last = ("execute", code, self.made[globals], self.made[locals],
                     wanted)


def _through(f: Any, args: tuple, kwargs: dict) -> Any:
    return f(*args, **kwargs)


class _Watch:
    """Raises SandboxTimeout in this thread when the time is over, again and
    again: code may catch it."""

    def __init__(self, g: Any, seconds: float | None) -> None:
        self.g = g
        self.ident = threading.get_ident()
        self.lock = threading.Lock()
        self.done = threading.Event()
        self.fired = False
        self.thread = None
        if seconds is not None:
            self.thread = threading.Thread(target=self._wait, args=(seconds,),
                                           daemon=True)
            self.thread.start()

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.done.wait(max(0.01, end - time.monotonic())):
            with self.lock:
                if not self.done.is_set() and time.monotonic() >= end:
                    self.fired = True
                    self.g.interrupt(self.ident, _errors.SandboxTimeout)

    def stop(self) -> None:
        while not self.done.is_set() or self.thread is not None:
            try:
                with self.lock:
                    self.done.set()
                    self.g.interrupt(self.ident, None)
                if self.thread is not None:
                    self.thread.join()
                self.thread = None
            except _errors.SandboxTimeout:
                continue


def run(config: SandboxConfig, crossing: Crossing) -> _child.Ended:
    """What a child process would have sent back."""
    g = _guard.extension()
    builtins, views = _guard.builtins_for(config)
    steps = _Steps(crossing, builtins, views)
    steps.exits = _guard.policy_of(config).exits
    through = FunctionType(_through.__code__, {"__builtins__": builtins})
    record: tuple = ()
    g.install()
    # A block around this call lets no thread be started.
    watch = _Watch(g, None if g.guarded() else config.timeout)
    try:
        try:
            record = _perform(steps, through)
        finally:
            watch.stop()
    except _errors.SandboxTimeout:
        if not watch.fired:
            raise
    finally:
        _clear(g, steps, through)
        g.uninstall()
    if watch.fired:
        raise _errors.SandboxTimeout(
            f"the time limit of {config.timeout:g} s is over")
    try:
        data = _data.encode(record, config.max_output_size + (512 << 10))
        if record[0] != "error" and len(data) > config.max_output_size:
            raise _errors.SandboxDataError(
                f"the data takes more than {config.max_output_size} bytes")
    except _errors.SandboxDataError as e:
        data = _data.encode(("unfit", str(e)), 1 << 20)
    return _child.Ended(report={"status": "ok"}, result=data)


def _clear(g: Any, steps: _Steps, through: FunctionType) -> None:
    """Destructors run while the guard stands.  What the call made refers to
    itself by its namespaces; only where that is not all, a collection finds
    the rest."""
    spaces = [s for s in steps.made
              if type(s) is dict and "__builtins__" in s]
    steps.made.clear()
    steps.last = ()
    for space in spaces:
        space.clear()
    if g.users(steps.builtins) > 1:  # more than `through`
        gc.collect()
    g.retire(steps.builtins)


def _perform(steps: _Steps, through: FunctionType) -> tuple:
    try:
        steps.run()
        kind, what, one, two, *wanted = steps.last
        if kind == "call":
            return "value", through(what, one, two)
        exec(what, one, two)
        return _spaces((one, two), *wanted)
    except (_errors.SandboxTimeout, KeyboardInterrupt):
        raise
    except SystemExit as e:
        if steps.exits:
            return _error(e, through)
        return ("error", "pysbx.SandboxError", True, _guard.EXIT, None, [])
    except BaseException as e:
        return _error(e, through)


def _spaces(spaces: tuple, wanted: int) -> tuple:
    """The record of what is data; ``left``: names that are not."""
    left: list[tuple[str, str]] = []
    out: list[dict | None] = []
    for i, space in enumerate(spaces):
        out.append(None)
        if wanted & 1 << i:
            kept = out[i] = {}
            for k, v in list(space.items()):
                if (type(k) is not str or k == "__builtins__" or callable(v)
                        or isinstance(v, ModuleType)
                        or type(v).__name__ == "_Feature"):
                    continue
                try:
                    _data.encode(v, 1 << 32)
                    kept[k] = v
                except _errors.SandboxDataError as e:
                    left.append((k, str(e)))
    return ("spaces", *out, left[:20]) if wanted else ("value", None)


def _error(e: BaseException, through: FunctionType) -> tuple:
    c = type(e)
    name = str(_type_name(c))
    known = getattr(_builtins, name, None) is c
    if c.__mro__ and getattr(_errors, name, None) is c:
        name, known = f"pysbx.{name}", True
    elif not known:
        name = f"{_type_module(c)}.{name}"
    try:
        message = through(str, (e,), {})
    except _errors.SandboxTimeout:
        raise
    except BaseException:
        message = ""
    args = BaseException.__dict__["args"].__get__(e)
    try:
        _data.encode(args, 1 << 16)
    except _errors.SandboxDataError:
        args = None
    frames = []
    trace = BaseException.__dict__["__traceback__"].__get__(e)
    while trace is not None and len(frames) < 100:
        code = trace.tb_frame.f_code
        if code is not _through.__code__ and code.co_filename != __file__:
            frames.append((code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    text = message if type(message) is str else ""
    return "error", name, known, text[:65536], args, frames
