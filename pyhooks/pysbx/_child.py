# SPDX-License-Identifier: MIT
"""One run of the `pysbx` command: started, fed, watched, and its pipes read.

Everything is bounded: what comes back, and how long it may take beyond the
limits that `pysbx` itself keeps.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ._async import Started
from ._errors import SandboxError, SandboxSetupError, SandboxTimeout
from ._pipes import Open, Pipe
from ._result import clean

GRACE = 10.0  # seconds that `pysbx` may take beyond the program's limit
MAX_REPORT = 64 << 20
DEVNULL = subprocess.DEVNULL


def find_command() -> str:
    """The `pysbx` command that belongs to this package."""
    given = os.environ.get("PYSBX_COMMAND")
    if given:
        return given
    here = os.path.dirname(os.path.abspath(__file__))
    real = os.path.dirname(os.path.realpath(__file__))
    for path in (f"{here}/../../pysbx",            # BUILD/python/pysbx
                 f"{real}/../../../../bin/pysbx"):  # lib/pysbx/python/pysbx
        path = os.path.normpath(path)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    found = shutil.which("pysbx")
    if found is None:
        raise SandboxSetupError("the command `pysbx` is not in PATH: run "
                                "make install, or set PYSBX_COMMAND")
    return found


def _environment() -> dict[str, str]:
    drop = ("PYSBX_POLICY", "PYSBX_LOG", "PYSBX_TASK", "PYSBX_PYTHON")
    env = {k: v for k, v in os.environ.items() if k not in drop}
    env["PYSBX_SUMMARY"] = "0"
    return env


@dataclass
class Job:
    """What to run, and what is to be kept of it."""

    policy: str                      # names of profiles, or ""
    text: str                        # lines of policy after them
    program: list[str]               # the rest of the command line
    task: bytes | None = None        # a request, in place of a program
    stdin: int = DEVNULL  # a descriptor
    stdout: int | None = None        # a descriptor; None: kept
    stderr: int | None = None
    cwd: str | None = None
    env: dict[str, str] | None = None
    timeout: float | None = None
    max_result: int = 0
    max_stdout: int = 64 << 20
    started: Started | None = None


@dataclass
class Ended:
    report: dict
    result: bytes = b""
    stdout: bytes = b""
    stderr: bytes = b""
    exits: bool | None = None  # may its code exit?  None: not known yet


def _stop(process: subprocess.Popen) -> None:
    """SIGKILL: the kernel then kills the sandbox, and what it started, with
    it."""
    if process.poll() is None:
        process.kill()
    process.wait()


@contextmanager
def _end_of(process: subprocess.Popen) -> Iterator[int]:
    """A descriptor that is readable when the process has ended."""
    fd = os.pidfd_open(process.pid)
    try:
        yield fd
    finally:
        os.close(fd)


def _read_all(pipes: list[Pipe], process: subprocess.Popen,
              deadline: float | None) -> str:
    """Until `pysbx` has ended.  Which pipe brought too much, or "".  (The end
    of a pipe says nothing: what another thread has forked has it, too.)"""
    with selectors.DefaultSelector() as selector, _end_of(process) as end:
        for p in pipes:
            selector.register(p.read, selectors.EVENT_READ, p)
        selector.register(end, selectors.EVENT_READ)
        while end in selector.get_map():
            wait = None if deadline is None else deadline - time.monotonic()
            if wait is not None and wait <= 0:
                raise SandboxTimeout("pysbx does not end")
            for key, _ in selector.select(wait):
                if key.data is None:
                    selector.unregister(end)
                    continue
                more = key.data.take()
                if more is None:
                    return key.data.name
                if not more:
                    selector.unregister(key.data.read)
        # All writers are dead, but for what was left to somebody else.
        for p in pipes:
            while p.read in selector.get_map():
                size = len(p.data)
                more = p.take()
                if more is None:
                    return p.name
                if not more or len(p.data) == size:
                    selector.unregister(p.read)
    return ""


def _report(data: bytes) -> dict | None:
    try:
        report = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return report if isinstance(report, dict) else None


def _no_report(job: Job, stderr: bytes | None, status: int) -> SandboxError:
    """Most often a mistake in the policy; its words went to a standard error
    that is not ours to read."""
    if stderr is None:
        stderr = _show_policy(job)[1]
    words = stderr.decode("utf-8", "replace").strip()[-500:]
    return SandboxSetupError(
        f"pysbx ended with status {status} and without a report"
        + (f": {clean(words)}" if words else ""))


def _policy(job: Job, opened: Open) -> tuple[str, list[int]]:
    """What --policy is to be, and the descriptors that it names."""
    names = [job.policy] if job.policy else []
    passed = []
    if job.text:
        passed.append(opened.file(job.text.encode(), "policy"))
        names.append(f"/proc/self/fd/{passed[0]}")
    return ",".join(names) or "/dev/null", passed


def _show_policy(job: Job) -> tuple[bytes, bytes]:
    """What `pysbx` makes of a policy: its lines, and what is wrong."""
    opened = Open()
    try:
        names, passed = _policy(job, opened)
        done = subprocess.run(
            [find_command(), "policy", "--python", sys.executable or "python3",
             "--policy", names], stdin=DEVNULL, capture_output=True,
            env=_environment(), pass_fds=passed, check=False)
        return done.stdout, done.stderr
    finally:
        opened.close()


def grants_exit(policy: str, text: str) -> bool:
    """Does this policy let a program exit?  Asked of `pysbx`, for what comes
    from a sandbox is no answer."""
    section = b""
    for line in _show_policy(Job(policy, text, []))[0].splitlines():
        if line.startswith(b"["):
            section = line
        elif section == b"[process]" and line.startswith(b"exit = yes"):
            return True
    return False


def run(job: Job) -> Ended:
    """Run it to its end; SandboxError and its kin if that cannot be."""
    opened = Open()
    process = None
    try:
        names, passed = _policy(job, opened)
        report = opened.pipe("report", MAX_REPORT)
        command = [find_command(), "run", "--quiet",
                   "--parent", str(os.getpid()), "--python",
                   sys.executable or "python3",
                   "--policy", names,
                   "--report", f"fd:{report.write}"]
        passed.append(report.write)
        pipes = [report]
        result = None
        if job.task is not None:
            request = opened.file(job.task, "request")
            result = opened.pipe("result", job.max_result)
            command += ["--task", f"{request},{result.write}"]
            passed += [request, result.write]
            pipes.append(result)
        out = err = None
        if job.stdout is None:
            out = opened.pipe("stdout", job.max_stdout)
            pipes.append(out)
        if job.stderr is None:
            err = opened.pipe("stderr", job.max_stdout)
            pipes.append(err)
        try:
            process = subprocess.Popen(
                command + job.program, stdin=job.stdin,
                stdout=out.write if out else job.stdout,
                stderr=err.write if err else job.stderr,
                cwd=job.cwd, env=_environment() if job.env is None
                else job.env, pass_fds=passed)
        except OSError as e:
            raise SandboxSetupError(f"cannot run pysbx: {e}") from None
        if job.started is not None:
            job.started(process)
        for p in pipes:
            p.close_write()
        deadline = (None if job.timeout is None
                    else time.monotonic() + job.timeout + GRACE)
        too_much = _read_all(pipes, process, deadline)
        if too_much:
            _stop(process)
        status = process.wait()
        if too_much in ("report", "result"):
            raise SandboxError(f"the sandbox sent more than the limit "
                               f"({too_much}): it was killed")
        stderr = bytes(err.data) if err else None
        said = ({"status": "output",
                 "reason": f"more than the limit on {too_much}"}
                if too_much else _report(bytes(report.data)))
        if said is None:
            raise _no_report(job, stderr, status)
        return Ended(said, bytes(result.data) if result else b"",
                     bytes(out.data) if out else b"", stderr or b"")
    finally:
        if process is not None:
            _stop(process)
        opened.close()
