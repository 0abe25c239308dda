# SPDX-License-Identifier: MIT
"""call and execute by a `pysbx serve`: one POST /v1/call.  The same bytes go
and come back as by a process of our own; the answer is believed as far as it
is the server's, its record no further than any sandbox's."""

from __future__ import annotations

import base64
import os
import sys
from typing import Any

from ._async import Started
from ._child import Ended
from ._config import SandboxConfig
from ._errors import SandboxDataError, SandboxError
from ._server import PATIENCE, Server, limits_of, policy_of


def _pass_on(stream: Any, data: bytes) -> None:
    """What the code has printed, where its process would have put it."""
    if not data or stream is None:
        return
    try:
        stream.flush()
        fd = stream.fileno()
    except (OSError, ValueError, AttributeError):  # a notebook's
        stream.write(data.decode("utf-8", "replace"))
        return
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def run(server: Server, config: SandboxConfig, task: bytes, max_record: int,
        started: Started | None) -> Ended:
    """Have the request done.  SandboxError where the server is away or busy,
    SandboxSetupError where it does not grant this."""
    if config.has_feature("stdin"):
        raise SandboxError("standard input cannot be handed to a server")
    body = {"task": base64.b64encode(task).decode(), "encoding": "base64",
            "python": "%d.%d" % sys.version_info[:2],  # of the bytecode
            "policy": policy_of(config, ""), "limits": limits_of(config)}
    answer = server.ask("/v1/call", body,
                        (config.timeout or 60.0) + PATIENCE, started)
    try:
        stdout, stderr, record = (
            base64.b64decode(answer.pop(name) or "")
            for name in ("stdout", "stderr", "record"))
        cut = answer["record_cut"]
        exits = answer["exit_granted"] is True
    except (ValueError, TypeError, KeyError):
        raise SandboxError("the server's answer is not in order") from None
    _pass_on(sys.stdout, stdout)
    _pass_on(sys.stderr, stderr)
    if cut:
        raise SandboxDataError("the result takes more than the server hands "
                               "back (--max-files)")
    if len(record) > max_record:
        raise SandboxError("the sandbox sent more than the limit (result)")
    return Ended(answer, record, exits=exits)
