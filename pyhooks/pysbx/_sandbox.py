# SPDX-License-Identifier: MIT
"""Sandbox: call, execute and run what nobody trusts."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from . import _child, _cross, _data, _files, _outcome, _prelude
from ._config import SandboxConfig
from ._errors import SandboxDataError, SandboxError
from ._result import Result

_RECORDS = {"value": 2, "spaces": 3, "error": 6, "unfit": 2}
_ERROR_BYTES = 512 << 10  # an exception's record, above max_output_size


def _stream(stream: object, number: int) -> tuple[int | None, Any]:
    """The descriptor behind sys.stdout; None where it is no file (a
    notebook's): then it is written to afterwards."""
    try:
        stream.flush()  # type: ignore[attr-defined]
        return stream.fileno(), None  # type: ignore[attr-defined]
    except (OSError, ValueError, AttributeError):
        return None, stream


def _pass_on(stream: Any, data: bytes) -> None:
    if stream is not None and data:
        stream.write(data.decode("utf-8", "replace"))


class Sandbox:
    """A sandbox for Python code.

    Sandbox(config)                      a SandboxConfig; without: no feature
    Sandbox(policy="default", **limits)  by names of profiles

    ``call`` and ``execute`` run in a confined process of their own with all
    three layers, so that whatever the program does to its process, this one
    is not touched.  One object may be used for any number of calls, and from
    many threads at once.
    """

    def __init__(self, config: SandboxConfig | None = None, *,
                 policy: str | None = None, **limits: Any) -> None:
        if config is not None and (policy is not None or limits):
            raise TypeError("Sandbox takes a config, or a policy and limits")
        if config is None:
            config = SandboxConfig(policy=policy, **limits)
        elif not isinstance(config, SandboxConfig):
            raise TypeError("config is no SandboxConfig")
        if not config.use_subprocess:
            raise SandboxError(
                "use_subprocess=False (guards in this process) is not there "
                "yet: leave it out, and a process of its own is confined")
        self.config = config

    def __repr__(self) -> str:
        return f"Sandbox({self.config!r})"

    # --- call and execute ---------------------------------------------------

    def call(self, func: Callable[..., Any], *args: Any,
             **kwargs: Any) -> Any:
        """Call ``func(*args, **kwargs)`` in the sandbox; returns its value.

        ``func`` crosses as code, with the globals, cells and defaults that it
        names; arguments and value cross as data (None, bool, int, float,
        complex, str, bytes, list, tuple, dict, set, frozenset, the types of
        datetime).  They are copies: what is done to them in the sandbox does
        not change yours.

        Raises what the function raises, if that is a builtin exception;
        SandboxError for others; SandboxTimeout, SandboxCrash, MemoryError
        when a limit or a signal ended it; SandboxDataError for a value that
        is no data.
        """
        config = self.config.copy()
        crossing = self._crossing(config)
        f = crossing.object(func)
        a = crossing.value(args)
        k = crossing.value(kwargs)
        crossing.finish()
        crossing.add("call", f, a, k)
        record = self._perform(config, crossing, {})
        return record[1]

    def execute(self, code: str | types.CodeType,
                globals: dict[str, Any] | None = None,
                locals: dict[str, Any] | None = None) -> None:
        """Execute source text, or a code object, in the sandbox.

        ``globals`` and ``locals`` (without: fresh ones) are given as copies;
        at the end they hold what the namespaces hold in the sandbox.  Names
        bound to modules, functions and classes stay there; other values that
        are no data are an error, as is whatever the code raises: then the
        dictionaries are left alone.
        """
        if not isinstance(code, (str, types.CodeType)):
            raise TypeError("code is neither text nor a code object")
        config = self.config.copy()
        crossing = self._crossing(config)
        spaces = [self._namespace(crossing, d) for d in (globals, locals)]
        if locals is None:
            spaces[1] = spaces[0]
        crossing.finish()
        if isinstance(code, str):
            code.encode("utf-8")  # UnicodeEncodeError: no source text
            crossing.add("execute", code, "<sandbox>", *spaces)
            sources = {"<sandbox>": code}
        else:
            crossing.add("execute", crossing.code(code), "", *spaces)
            sources = {code.co_filename: ""}
        record = self._perform(config, crossing, sources)
        new = (record[1], record[1] if record[2] is None else record[2])
        for old, fresh in zip((globals, locals), new):
            if old is not None:
                if "__name__" not in old:
                    fresh.pop("__name__", None)  # ours
                kept = {k: v for k, v in old.items()
                        if k == "__builtins__" or not _is_data_name(k, v)}
                old.clear()
                old.update(kept)
                old.update(fresh)

    def create_callback(self, func: Callable[..., Any], *args: Any,
                        **kwargs: Any) -> Callable[..., Any]:
        """A function that calls ``func`` in this sandbox, with these
        arguments first and its own behind them."""
        def callback(*more: Any, **extra: Any) -> Any:
            return self.call(func, *args, *more, **{**kwargs, **extra})
        return callback

    createCallback = create_callback

    # --- how ----------------------------------------------------------------

    # --- programs -----------------------------------------------------------

    def run(self, program: str | os.PathLike[str] | None = None, *,
            code: str | None = None, args: Iterable[str] = (),
            stdin: bytes | str = b"",
            files: Mapping[str, bytes | str] | None = None,
            collect: Iterable[str] = (),
            _started: Callable[[subprocess.Popen], None] | None = None,
            ) -> Result:
        """Run a program file, or ``code``, and say what it was.

        It runs in a directory of its own, which it may read and write and
        where ``files`` (relative path -> contents) are placed first;
        ``collect`` names patterns ("out/*.png") of files that are wanted back,
        max_output_size bytes together at most.  No exception for what the
        program does: see Result.status and Result.check().  SandboxSetupError
        if nothing could be run, ValueError for a path that leads out.
        """
        if (program is None) == (code is None):
            raise TypeError("run() takes a program or code=")
        config = self.config
        if isinstance(stdin, str):
            stdin = stdin.encode()
        if len(stdin) > config.max_input_size:
            raise SandboxDataError("stdin is more than max_input_size")
        words = [os.fspath(a) for a in args]
        with _files.directory() as top:
            _files.place(top, files or {})
            text = config.text() + (f"[files]\nread = {top}\n"
                                    f"write = {top}\n"
                                    "[stdio]\nstdin = yes\nstdout = yes\n"
                                    "stderr = yes\n")
            command = (["-c", code] if code is not None
                       else ["--", os.path.abspath(os.fspath(program))])
            file = _child.memory_file(stdin, "stdin")
            try:
                ended = _child.run(_child.Job(
                    policy=config.policy or "", text=text,
                    program=command + words, stdin=file, cwd=top,
                    timeout=config.timeout, started=_started,
                    max_stdout=config.max_output_size))
            finally:
                os.close(file)
            found = _files.collect(top, collect, config.max_output_size)
        report = ended.report
        if report.get("status") == "setup":
            _outcome.raise_for(report)
        return Result(
            status=str(report.get("status")), reason=report.get("reason"),
            exit_code=report.get("exit_code"), signal=report.get("signal"),
            stdout=ended.stdout, stderr=ended.stderr, files=found,
            usage=report.get("usage") or {}, limits=report.get("limits") or {},
            violations=report.get("violations") or [],
            suppressed=report.get("suppressed") or 0,
            exception=report.get("exception"), report=report)

    async def arun(self, program: str | os.PathLike[str] | None = None,
                   **options: Any) -> Result:
        """``run`` on asyncio; cancellation kills the program."""
        lock = threading.Lock()
        state: dict[str, Any] = {"process": None, "cancelled": False}

        def started(process: subprocess.Popen) -> None:
            with lock:
                state["process"] = process
                if state["cancelled"]:
                    process.kill()

        work = asyncio.get_running_loop().run_in_executor(
            None, lambda: self.run(program, _started=started, **options))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            with lock:
                state["cancelled"] = True
                if state["process"] is not None:
                    state["process"].kill()
            await asyncio.wait([work])
            work.exception()  # it was cancelled: nobody wants to know
            raise

    def __enter__(self) -> NoReturn:
        raise SandboxError(
            "`with Sandbox():` (guards in this process) is not there yet: use "
            "Sandbox(...).call, .execute or .run, which confine a process")

    def __exit__(self, *exc_info: object) -> None:
        """Never reached: __enter__ raises."""

    # --- how ----------------------------------------------------------------

    @staticmethod
    def _crossing(config: SandboxConfig) -> _cross.Crossing:
        crossing = _cross.Crossing(config.max_input_size)
        for feature, names in _prelude.FUNCTIONS.items():
            if config.has_feature(feature):
                for name in names:
                    crossing.prelude[name] = getattr(_prelude, name)
        return crossing

    @staticmethod
    def _namespace(crossing: _cross.Crossing,
                   namespace: dict[str, Any] | None) -> int:
        """Each a dictionary of its own.  What is no data but can cross
        (functions, modules) is bound by name."""
        if namespace is not None and type(namespace) is not dict:
            raise TypeError("a namespace is no dict")
        space = crossing.add("space", "__main__")
        for name, f in crossing.prelude.items():
            crossing.add("bind", space, name, crossing.object(f))
        for name, value in (namespace or {}).items():
            if type(name) is not str:
                raise SandboxDataError(f"the name {name!r} is no str")
            if name != "__builtins__":
                crossing.add("bind", space, name, crossing.object(value))
        return space

    def _perform(self, config: SandboxConfig, crossing: _cross.Crossing,
                 sources: dict[str, str]) -> tuple:
        """Have the request done; its record, or the exception."""
        for function in crossing.functions():
            sources.setdefault(function.co_filename, "")
        task = _data.encode(
            (config.max_output_size, config.recursion_limit or 0,
             crossing.dates, crossing.codes, crossing.steps), 1 << 32)
        stdout, late_out = _stream(sys.stdout, 1)
        stderr, late_err = _stream(sys.stderr, 2)
        job = _child.Job(
            policy=config.policy or "", text=config.text(), program=[],
            task=task, stdout=stdout, stderr=stderr,
            stdin=0 if config.has_feature("stdin")
            or config.policy is not None else _child.subprocess.DEVNULL,
            timeout=config.timeout,
            max_result=config.max_output_size + _ERROR_BYTES)
        ended = _child.run(job)
        _pass_on(late_out, ended.stdout)
        _pass_on(late_err, ended.stderr)
        return self._record(config, ended, sources)

    @staticmethod
    def _record(config: SandboxConfig, ended: _child.Ended,
                sources: dict[str, str]) -> tuple:
        if ended.report.get("status") != "ok":
            _outcome.raise_for(ended.report)
        if not ended.result:
            raise SandboxError("the sandbox ended without a result")
        record = _data.decode(ended.result)
        kind = record[0] if type(record) is tuple and record else None
        if type(kind) is not str or _RECORDS.get(kind) != len(record):
            raise SandboxDataError(
                "the sandbox sent a record of no known form")
        if kind == "unfit":
            raise SandboxDataError(
                f"the result cannot cross: {_outcome._text(record[1])}")
        if kind == "error":
            raise _outcome.exception(record, sources,
                                     config.has_feature("exit"))
        if kind == "spaces" and (
                not _is_namespace(record[1])
                or not (record[2] is None or _is_namespace(record[2]))):
            raise SandboxDataError("the sandbox sent no namespace")
        return record


def _is_namespace(value: object) -> bool:
    return type(value) is dict and all(type(k) is str for k in value)


def _is_data_name(name: str, value: object) -> bool:
    """Was it given to the sandbox as data, so that it may come back changed,
    or not at all?"""
    return not isinstance(value, (types.ModuleType, types.FunctionType,
                                  types.BuiltinFunctionType, type))
