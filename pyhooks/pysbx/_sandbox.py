# SPDX-License-Identifier: MIT
"""Sandbox: call, execute and run what nobody trusts."""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import (_async, _child, _cross, _data, _guard, _here, _outcome,
               _prelude, _program, _remote, _server, _spaces)
from ._config import SandboxConfig
from ._errors import SandboxDataError, SandboxError
from ._result import Result

_RECORDS = {"value": 2, "spaces": 4, "error": 6, "unfit": 2}
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

    ``with Sandbox(config):`` guards a block of this process, and with
    ``SandboxConfig(use_subprocess=False)`` ``call`` and ``execute`` run in this
    process under the same guard, which is no boundary: see docs/PYTHON.md.

    ``server="unix:/path"`` or ``"http://127.0.0.1:8000"`` (with ``token=``, or
    $PYSBX_TOKEN): all of it is done by a `pysbx serve`, which must grant what
    the config does.
    """

    def __init__(self, config: SandboxConfig | None = None, *,
                 policy: str | None = None, server: str | None = None,
                 token: str | None = None, **limits: Any) -> None:
        if config is not None and (policy is not None or limits):
            raise TypeError("Sandbox takes a config, or a policy and limits")
        if config is None:
            config = SandboxConfig(policy=policy, **limits)
        elif not isinstance(config, SandboxConfig):
            raise TypeError("config is no SandboxConfig")
        self.config = config
        self.server = None if server is None else _server.Server(server, token)
        if server is not None and not config.use_subprocess:
            raise ValueError("by a server, or with use_subprocess=False in "
                             "this process: not both")

    def __repr__(self) -> str:
        server = f", server={self.server.address!r}" if self.server else ""
        return f"Sandbox({self.config!r}{server})"

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
        return self._call(func, args, kwargs)

    async def acall(self, func: Callable[..., Any], *args: Any,
                    **kwargs: Any) -> Any:
        """``call`` on asyncio; cancellation kills the process (with
        use_subprocess=False it leaves the thread to itself)."""
        return await _async.twin(
            lambda started: self._call(func, args, kwargs, started),
            self.config.use_subprocess)

    def execute(self, code: str | types.CodeType,
                globals: dict[str, Any] | None = None,
                locals: dict[str, Any] | None = None) -> None:
        """Execute source text, or a code object, in the sandbox.

        ``globals`` and ``locals`` (without: fresh ones, which nobody sees) are
        given as copies: their data, and what else the code names (functions,
        modules); at the end they hold the data that the namespaces hold in
        the sandbox.  Names bound to modules, features of __future__
        and what can be called (functions, classes) stay there; so does any
        other value that is no data, with a SandboxWarning.  If the code
        raises, so does this, and the dictionaries are left alone.
        """
        record, wanted = self._executed(code, globals, locals, None)
        _spaces.receive(record, wanted)

    async def aexecute(self, code: str | types.CodeType,
                       globals: dict[str, Any] | None = None,
                       locals: dict[str, Any] | None = None) -> None:
        """``execute`` on asyncio; cancellation kills the process, and leaves
        the dictionaries alone."""
        record, wanted = await _async.twin(
            lambda started: self._executed(code, globals, locals, started),
            self.config.use_subprocess)
        _spaces.receive(record, wanted)

    def create_callback(self, func: Callable[..., Any], *args: Any,
                        **kwargs: Any) -> Callable[..., Any]:
        """A function that calls ``func`` in this sandbox, with these
        arguments first and its own behind them."""
        def callback(*more: Any, **extra: Any) -> Any:
            return self.call(func, *args, *more, **{**kwargs, **extra})
        return callback

    createCallback = create_callback

    # --- programs -----------------------------------------------------------

    def run(self, program: str | os.PathLike[str] | None = None, *,
            code: str | None = None, args: Iterable[str] = (),
            stdin: bytes | str = b"",
            files: Mapping[str, bytes | str] | None = None,
            collect: Iterable[str] = (),
            ) -> Result:
        """Run a program file, or ``code``, and say what it was.

        It runs in a directory of its own, which it may read and write and
        where ``files`` (relative path -> contents) are placed first;
        ``collect`` names patterns ("out/*.png") of files that are wanted back,
        max_output_size bytes and max_files of them together at most.  No
        exception for what the program does: see Result.status and
        Result.check().  SandboxSetupError if nothing could be run, ValueError
        for a path that leads out.
        """
        p = _program.prepare(self.config, program, code, args, stdin, files,
                             collect)
        return self._run(p, None)

    async def arun(self, program: str | os.PathLike[str] | None = None, *,
                   code: str | None = None, args: Iterable[str] = (),
                   stdin: bytes | str = b"",
                   files: Mapping[str, bytes | str] | None = None,
                   collect: Iterable[str] = ()) -> Result:
        """``run`` on asyncio; cancellation kills the program."""
        p = _program.prepare(self.config, program, code, args, stdin, files,
                             collect)
        return await _async.twin(
            lambda started: self._run(p, started))

    __enter__ = _guard.enter
    __exit__ = _guard.leave

    # --- how ----------------------------------------------------------------

    def _crossing(self, config: SandboxConfig) -> _cross.Crossing:
        crossing = _cross.Crossing(config.max_input_size)
        for feature, names in _prelude.FUNCTIONS.items():
            if config.has_feature(feature):
                for name in names:
                    crossing.prelude[name] = getattr(_prelude, name)
        return crossing

    def _run(self, p: _program.Program,
             started: _async.Started | None) -> Result:
        if self.server is not None:
            return _server.run(self.server, self.config, p, started)
        return _program.run(self.config, p, started)

    def _call(self, func: Callable[..., Any], args: tuple, kwargs: dict,
              started: _async.Started | None = None) -> Any:
        config = self.config.copy()
        crossing = self._crossing(config)
        f = crossing.object(func)
        a = crossing.value(args)
        k = crossing.value(kwargs)
        crossing.finish()
        crossing.add("call", f, a, k)
        record = self._perform(config, crossing, {}, started)
        if record[0] != "value":
            raise SandboxDataError("the sandbox sent no value")
        return record[1]

    def _executed(self, code: str | types.CodeType,
                  globals: dict[str, Any] | None,
                  locals: dict[str, Any] | None,
                  started: _async.Started | None) -> tuple[tuple, list]:
        """The record of what the namespaces are now, and whose they are."""
        if not isinstance(code, (str, types.CodeType)):
            raise TypeError("code is neither text nor a code object")
        if locals is globals:
            locals = None
        config = self.config.copy()
        crossing = self._crossing(config)
        named = _spaces.words(code)
        space, sent = _spaces.send(crossing, globals, named)
        spaces = [space, space]
        wanted = [None if globals is None else (globals, sent), None]
        if locals is not None:
            spaces[1], sent = _spaces.send(crossing, locals, named)
            wanted[1] = (locals, sent)
        crossing.finish()
        flags = (globals is not None) + 2 * (locals is not None)
        if isinstance(code, str):
            code.encode("utf-8")  # UnicodeEncodeError: no source text
            crossing.add("execute", code, "<sandbox>", *spaces, flags)
            sources = {"<sandbox>": code}
        else:
            crossing.add("execute", crossing.code(code), "", *spaces, flags)
            sources = {code.co_filename: ""}
        record = self._perform(config, crossing, sources, started)
        if not flags:
            return ("spaces", None, None, []), wanted
        if record[0] != "spaces":
            raise SandboxDataError("the sandbox sent no namespace")
        _spaces.check(record, [w is not None for w in wanted])
        return record, wanted

    def _perform(self, config: SandboxConfig, crossing: _cross.Crossing,
                 sources: dict[str, str],
                 started: _async.Started | None) -> tuple:
        """Have the request done; its record, or the exception."""
        for function in crossing.functions():
            sources.setdefault(function.co_filename, "")
        if not config.use_subprocess:
            return self._record(config, _here.run(config, crossing), sources)
        task = _data.encode(
            (config.max_output_size, config.recursion_limit or 0,
             crossing.dates, crossing.codes, crossing.steps), 1 << 32)
        max_result = config.max_output_size + _ERROR_BYTES
        if self.server is not None:
            return self._record(
                config, _remote.run(self.server, config, task, max_result,
                                    started), sources)
        stdout, late_out = _stream(sys.stdout, 1)
        stderr, late_err = _stream(sys.stderr, 2)
        job = _child.Job(
            policy=config.policy or "", text=config.text(), program=[],
            task=task, stdout=stdout, stderr=stderr,
            stdin=0 if config.has_feature("stdin") else _child.DEVNULL,
            timeout=config.timeout, started=started,
            max_result=max_result)
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
            exits = record[1] == "SystemExit" and (
                _child.grants_exit(config.policy or "", config.text())
                if ended.exits is None else ended.exits)
            raise _outcome.exception(record, sources, exits)
        return record
