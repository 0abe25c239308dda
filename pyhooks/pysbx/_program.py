# SPDX-License-Identifier: MIT
"""Sandbox.run in a process of its own: a directory, a program, a Result."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from . import _child, _files, _outcome, _pipes
from ._async import Started
from ._config import SandboxConfig
from ._errors import SandboxDataError
from ._result import Result

STREAMS = "[stdio]\nstdin = yes\nstdout = yes\nstderr = yes\n"


@dataclass
class Program:
    """What run() was asked for."""

    program: str | None
    code: str | None = None
    args: list[str] = field(default_factory=list)
    stdin: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    collect: list[str] = field(default_factory=list)


def prepare(config: SandboxConfig, program, code, args, stdin, files,
            collect) -> Program:
    """The arguments of run(), checked.  TypeError, ValueError,
    SandboxDataError."""
    if (program is None) == (code is None):
        raise TypeError("run() takes a program or code=")
    if code is not None and not isinstance(code, str):
        raise TypeError("code= is no text")
    if isinstance(args, str) or isinstance(collect, str):
        raise TypeError("args= and collect= are lists of text")
    if isinstance(stdin, str):
        stdin = stdin.encode()
    p = Program(
        None if program is None else os.path.abspath(os.fspath(program)),
        code, [os.fspath(a) for a in args], bytes(stdin),
        {path: data.encode() if isinstance(data, str) else bytes(data)
         for path, data in (files or {}).items()},
        [os.fspath(c) for c in collect])
    for path in p.files:
        _files.parts(path)
    for what, size in (
            ("stdin", len(p.stdin)),
            ("the files", sum(map(len, p.files.values())))):
        if size > config.max_input_size:
            raise SandboxDataError(f"{what} take more than "
                                   f"{config.max_input_size} bytes "
                                   "(max_input_size)")
    return p


def result(report: dict, stdout: bytes, stderr: bytes,
           files: dict[str, bytes]) -> Result:
    """SandboxSetupError where nothing ran."""
    if report.get("status") == "setup":
        _outcome.raise_for(report)
    return Result(
        status=str(report.get("status")), reason=report.get("reason"),
        exit_code=report.get("exit_code"), signal=report.get("signal"),
        stdout=stdout, stderr=stderr, files=files,
        usage=report.get("usage") or {}, limits=report.get("limits") or {},
        violations=report.get("violations") or [],
        suppressed=report.get("suppressed") or 0,
        exception=report.get("exception"), report=report)


def run(config: SandboxConfig, p: Program,
        started: Started | None = None) -> Result:
    """To its end, in a directory of its own."""
    with _files.directory() as top:
        _files.place(top, p.files)
        text = config.text() + (f"[files]\nread = {top}\n"
                                f"write = {top}\n") + STREAMS
        command = (["-c", p.code] if p.code is not None
                   else ["--", p.program or ""])
        file = _pipes.memory_file(p.stdin, "stdin")
        try:
            ended = _child.run(_child.Job(
                policy=config.policy or "", text=text,
                program=command + p.args, stdin=file, cwd=top,
                timeout=config.timeout, started=started,
                max_stdout=config.max_output_size))
        finally:
            os.close(file)
        found = _files.collect(top, p.collect, config.max_output_size,
                               config.max_files)
    return result(ended.report, ended.stdout, ended.stderr, found)
