# SPDX-License-Identifier: MIT
"""A sandbox by a `pysbx serve`: POST /v1/run, POST /v1/call (docs/SERVER.md)."""

from __future__ import annotations

import base64
import fnmatch
import http.client
import ipaddress
import json
import os
import random
import socket
import threading
from typing import Any, NoReturn
from urllib.parse import urlsplit

from . import _program
from ._async import Started
from ._config import SandboxConfig
from ._errors import SandboxDataError, SandboxError, SandboxSetupError
from ._result import Result, clean

TRIES = 8          # of a request that a full queue refuses
LONGEST_WAIT = 5.0  # seconds between two of them
PATIENCE = 300.0   # seconds beyond the program's limit: others may be before us
MAX_ANSWER = 512 << 20


class _Connection(http.client.HTTPConnection):
    """Over a UNIX socket, or to a loopback address."""

    def __init__(self, server: "Server", timeout: float) -> None:
        super().__init__(server.host, server.port, timeout=timeout)
        self.path = server.path

    def connect(self) -> None:
        if self.path is None:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.sock.settimeout(self.timeout)
            self.sock.connect(self.path)
        except BaseException:
            self.sock.close()
            raise


class _Request:
    """What cancellation kills: the server ends the run of a client that hangs
    up."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.socket: socket.socket | None = None
        self.killed = threading.Event()

    def uses(self, sock: socket.socket | None) -> None:
        with self.lock:
            self.socket = sock
            if self.killed.is_set():
                self._hang_up()

    def _hang_up(self) -> None:
        if self.socket is not None:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def kill(self) -> None:
        self.killed.set()
        with self.lock:
            self._hang_up()


class Server:
    """Where a server is: "unix:/path" or "http://127.0.0.1:8000".

    ValueError for anything else: the token, and programs, are not sent over a
    network without encryption.
    """

    def __init__(self, address: str, token: str | None = None) -> None:
        self.address = address
        self.path: str | None = None
        self.host, self.port = "pysbx", 80
        self.token = token
        if type(address) is not str or any(ord(c) < 33 for c in address):
            raise ValueError(f"server: {address!r} is no address")
        if address.startswith("unix:") and len(address) > 5:
            self.path = address[5:]
        else:
            self._tcp(address)
        if token is not None and (
                type(token) is not str or not token.isascii()
                or not token.isprintable()):
            raise ValueError("token: it is no line of ASCII text")

    def _tcp(self, address: str) -> None:
        url = urlsplit(address)
        try:
            if (url.scheme != "http" or url.path not in ("", "/")
                    or url.query or url.username is not None
                    or url.port is None
                    or not ipaddress.ip_address(url.hostname or "")
                    .is_loopback):
                raise ValueError
        except ValueError:
            raise ValueError(
                f"server: {address!r} is neither unix:/path nor "
                "http://ADDRESS:PORT of a loopback address") from None
        self.host, self.port = url.hostname or "", url.port
        if self.token is None:
            self.token = os.environ.get("PYSBX_TOKEN")

    # --- one request --------------------------------------------------------

    def _post(self, path: str, body: bytes, timeout: float,
              request: _Request) -> tuple[int, str | None, bytes]:
        """Status, Retry-After and body of the answer."""
        connection = _Connection(self, timeout)
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.connect()
            request.uses(connection.sock)
            try:
                connection.request("POST", path, body, headers)
            except BrokenPipeError:
                pass  # too long: it has answered already
            answer = connection.getresponse()
            data = answer.read(MAX_ANSWER + 1)
            if len(data) > MAX_ANSWER:
                raise SandboxDataError("the server's answer is too long")
            return answer.status, answer.headers.get("Retry-After"), data
        except (OSError, http.client.HTTPException) as e:
            raise SandboxError(
                f"the server {self.address} does not answer: "
                f"{str(e) or type(e).__name__}") from None
        finally:
            request.uses(None)
            connection.close()

    def ask(self, path: str, body: dict[str, Any], timeout: float,
            started: Started | None) -> dict[str, Any]:
        """The report.  A full queue is asked again, a few times."""
        request = _Request()
        if started is not None:
            started(request)
        text = json.dumps(body).encode()
        for n in range(1, TRIES + 1):
            status, later, data = self._post(path, text, timeout, request)
            if status != 429 or n == TRIES:
                break
            # Not all of those who wait at the same moment again.
            request.killed.wait(_delay(later) * random.uniform(0.5, 1.0))
            if request.killed.is_set():
                raise SandboxError("cancelled")
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError):
            answer = None
        if type(answer) is not dict:
            raise SandboxError(f"the server {self.address} sent no JSON object "
                               f"(status {status})")
        if status != 200:
            _refused(status, answer)
        return answer


def _delay(later: str | None) -> float:
    try:
        return min(max(float(later or 1), 0.05), LONGEST_WAIT)
    except ValueError:
        return 1.0


def _refused(status: int, answer: dict[str, Any]) -> NoReturn:
    why = clean(str(answer.get("description") or answer.get("title"))[:500])
    words = f"the server refuses: {why} (status {status})"
    if status == 413:
        raise SandboxDataError(words)
    if status in (400, 401, 403, 404, 405, 415):
        raise SandboxSetupError(words)
    raise SandboxError(words)


# --- a program as a request --------------------------------------------------

def _is_file(name: str) -> bool:
    return "/" in name or name.endswith(".conf")


def policy_of(config: SandboxConfig, more: str) -> str | dict[str, str] | None:
    """The server's profile; or a policy that it must grant, as text."""
    text = config.text() + more
    if config.policy is None:
        return {"text": text}
    names = [n.strip() for n in config.policy.split(",")]
    if len(names) == 1 and not _is_file(names[0]) and config.is_profile():
        return names[0]
    lines = []
    for name in names:
        if _is_file(name):
            with open(name, encoding="utf-8") as file:
                lines.append(file.read())
        else:
            lines.append(f"include = {name}")
    return {"text": "\n".join([*lines, text])}


def limits_of(config: SandboxConfig) -> dict[str, float]:
    given = {"wall_seconds": config.timeout, "cpu_seconds": config.cpu,
             "memory_bytes": config.max_memory,
             "file_size_bytes": config.file_size,
             "output_bytes": config.max_stdout}
    return {k: v for k, v in given.items() if v is not None}


def _body(config: SandboxConfig, p: _program.Program) -> dict[str, Any]:
    body: dict[str, Any] = {
        "args": p.args, "encoding": "base64", "limits": limits_of(config),
        "collect": bool(p.collect) or [], "files": [
            {"path": path, "content": base64.b64encode(data).decode()}
            for path, data in p.files.items()]}
    body["policy"] = policy_of(config, _program.STREAMS)
    try:
        body["stdin"] = p.stdin.decode()
    except UnicodeDecodeError:
        raise SandboxDataError(
            "stdin is no UTF-8, which a server's must be") from None
    if p.code is not None:
        body["code"] = p.code
    else:
        try:
            with open(p.program or "", encoding="utf-8") as file:
                body["code"] = file.read()
        except (OSError, ValueError) as e:
            raise SandboxSetupError(f"cannot read the program: {e}") from None
        body["name"] = p.program
    return body


def _files(answer: dict[str, Any], config: SandboxConfig,
           p: _program.Program) -> dict[str, bytes]:
    """Those that were asked for; SandboxDataError where they are too much."""
    def wanted(path: object) -> bool:
        return type(path) is str and any(
            fnmatch.fnmatchcase(path, c) for c in p.collect)

    for row in answer["files_skipped"]:
        path, why = str(row["path"]), str(row["reason"])
        if "too" in why and (not path or wanted(path)):
            raise SandboxDataError(f"the files to collect: {path[:300]!r} "
                                   f"{clean(why[:100])}")
    found = {row["path"]: base64.b64decode(row["content"])
             for row in answer.pop("files") if wanted(row["path"])}
    if (len(found) > config.max_files
            or sum(map(len, found.values())) > config.max_output_size):
        raise SandboxDataError(
            f"the files to collect are more than {config.max_output_size} "
            f"bytes (max_output_size), or {config.max_files} (max_files)")
    return found


def run(server: Server, config: SandboxConfig, p: _program.Program,
        started: Started | None = None) -> Result:
    """As _program.run, but by the server.  SandboxError where it is away or
    busy, SandboxSetupError where it does not grant this."""
    answer = server.ask("/v1/run", _body(config, p),
                        (config.timeout or 60.0) + PATIENCE, started)
    try:
        stdout, stderr = (base64.b64decode(answer.pop(name) or "")
                          for name in ("stdout", "stderr"))
        for name, data in ("stdout", stdout), ("stderr", stderr):
            if len(data) > config.max_output_size:
                answer.update(status="output",
                              reason=f"more than the limit on {name}")
        files = _files(answer, config, p)
    except SandboxError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SandboxError("the server's answer is not in order") from None
    return _program.result(answer, stdout, stderr, files)
