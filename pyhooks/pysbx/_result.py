# SPDX-License-Identifier: MIT
"""Result: what a run was, for people, programs and notebooks."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass, field

_SHOWN = 2000  # characters of output in repr()


def clean(text: str) -> str:
    """Text of the sandbox for a terminal: no control characters."""
    return "".join(c if c in "\n\t" or c.isprintable() else
                   c.encode("unicode_escape").decode() for c in text)


def _shorten(text: str) -> str:
    return (text if len(text) <= _SHOWN
            else text[:_SHOWN] + f"\n... ({len(text) - _SHOWN} more)")


@dataclass(repr=False)
class Result:
    """What ``Sandbox.run`` gives.

    ``status`` is one of ok, error, timeout, memory, output, killed-by-policy,
    crash; ``reason`` says more.  ``usage`` has wall_seconds, cpu_seconds,
    max_rss_bytes, stdout_bytes, stderr_bytes.  ``violations`` are what the
    sandbox refused, ``exception`` (type, message, traceback) what ended the
    program: both are claims of the sandboxed process.  ``files`` are the
    collected files, as bytes by their path.  The members of the report are
    explained in docs/pysbx-report.schema.json.
    """

    status: str
    reason: str | None = None
    exit_code: int | None = None
    signal: int | None = None
    stdout: bytes = b""
    stderr: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    usage: dict = field(default_factory=dict)
    limits: dict = field(default_factory=dict)
    violations: list = field(default_factory=list)
    suppressed: int = 0
    exception: dict | None = None
    report: dict = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """It ran to its end with status 0."""
        return self.status == "ok"

    @property
    def output(self) -> str:
        """Standard output as text."""
        return self.stdout.decode("utf-8", "replace")

    @property
    def errors(self) -> str:
        """Standard error as text."""
        return self.stderr.decode("utf-8", "replace")

    def check(self) -> "Result":
        """Itself if it is ok, else SandboxError or one of its kind."""
        if not self.ok:
            from ._outcome import raise_for
            raise_for(self.report)
        return self

    def _summary(self) -> str:
        parts = [self.status]
        if self.reason:
            parts.append(self.reason)
        wall = self.usage.get("wall_seconds")
        if isinstance(wall, (int, float)):
            parts.append(f"{wall:.3f} s")
        if self.violations:
            parts.append(f"{len(self.violations)} refused")
        return clean(", ".join(parts))

    def __repr__(self) -> str:
        lines = [f"<Result: {self._summary()}>"]
        for name, text in (("stdout", self.output), ("stderr", self.errors)):
            if text:
                lines.append(f"{name}:")
                lines += ["  " + line
                          for line in _shorten(clean(text)).splitlines()]
        for name, data in self.files.items():
            lines.append(f"file {clean(name)}: {len(data)} bytes")
        return "\n".join(lines)

    def _plots(self) -> list[bytes]:
        return [data for data in self.files.values()
                if data.startswith(b"\x89PNG\r\n\x1a\n")]

    def _repr_png_(self) -> bytes | None:
        """The first collected plot, for notebooks."""
        return next(iter(self._plots()), None)

    def _repr_html_(self) -> str:
        """Everything, for notebooks; what the program wrote is text there."""
        parts = [f"<p><b>{html.escape(self._summary())}</b></p>"]
        for text in (self.output, self.errors):
            if text:
                parts.append(
                    f"<pre>{html.escape(_shorten(clean(text)))}</pre>")
        parts += [f'<img src="data:image/png;base64,'
                  f'{base64.b64encode(data).decode()}">'
                  for data in self._plots()]
        return "\n".join(parts)
