# SPDX-License-Identifier: MIT
"""SandboxConfig: features and limits, as one text of policy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from ._features import FEATURES

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "": 1.0}


def _bytes(value: int | str | None, what: str) -> int | None:
    """A size: bytes, or text such as "512M"."""
    if value is None:
        return None
    if type(value) is str:
        m = re.fullmatch(r"(\d{1,15})([KMG]?)", value)
        if m is None:
            raise ValueError(f"{what}: {value!r} is no size (512M, 64K, 1G)")
        value = int(m[1]) * _UNITS[m[2]]
    if type(value) is not int or not 0 < value < 1 << 62:
        raise ValueError(f"{what}: {value!r} is no size above zero")
    return value


def _seconds(value: float | str | None, what: str) -> float | None:
    """A duration: seconds, or text such as "500ms", "10s"."""
    if value is None:
        return None
    if type(value) is str:
        m = re.fullmatch(r"(\d{1,9})(ms|s|m|h|)", value)
        if m is None:
            raise ValueError(f"{what}: {value!r} is no time (500ms, 10s, 5m)")
        value = int(m[1]) * _SECONDS[m[2]]
    if type(value) not in (int, float) or not 0 < value < 1e9:
        raise ValueError(f"{what}: {value!r} is no number of seconds above "
                         "zero")
    return float(value)


def _count(value: int | None, what: str) -> int | None:
    if value is not None and (type(value) is not int
                              or not 0 < value < 1 << 31):
        raise ValueError(f"{what}: {value!r} is no number above zero")
    return value


# attribute: how it is read, its key in [limits], how it is written there
_LIMITS = {
    "timeout": (_seconds, "wall", lambda s: f"{max(1, round(s * 1000))}ms"),
    "cpu": (_seconds, "cpu", lambda s: f"{max(1, round(s * 1000))}ms"),
    "max_memory": (_bytes, "memory", str),
    "recursion_limit": (_count, "recursion", str),
    "file_size": (_bytes, "file-size", str),
    "open_files": (_count, "open-files", str),
    "max_stdout": (_bytes, "output", str),
    "max_input_size": (_bytes, None, str),
    "max_output_size": (_bytes, None, str),
    "max_files": (_count, None, str),
}
_NEVER_NONE = {"max_input_size": 16 << 20, "max_output_size": 16 << 20,
               "max_files": 1000}
_OTHER_NAMES = {"wall": "timeout", "memory": "max_memory",
                "recursion": "recursion_limit", "output": "max_stdout"}


def _path(path: str | os.PathLike[str]) -> str:
    text = os.path.abspath(os.fspath(path))
    if not text.isprintable() or " #" in text or text != text.strip():
        raise ValueError(f"a policy cannot express the path {text!r}")
    return text


def _module(name: str) -> str:
    if not re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", name):
        raise ValueError(f"{name!r} is no name of a module")
    return name


class SandboxConfig:
    """What a sandbox grants, and its limits.

    SandboxConfig(*features, use_subprocess=True, policy=None, **limits)

    Without features nothing is granted, not even standard output; see
    ``SandboxConfig.FEATURES`` for their names.  ``policy`` names profiles
    ("default,numpy", "./mine.conf") to start from instead of nothing;
    features and grants add to them.

    Limits, as arguments or attributes; None: what the profiles say, or none.

    ==================  =====================================================
    timeout             seconds of the clock (5.0 without profiles)
    cpu                 seconds of the processor
    max_memory          bytes of address space (256M without profiles)
    recursion_limit     sys.setrecursionlimit
    max_input_size      bytes that arguments and code may take (16M)
    max_output_size     bytes that a result may take (16M)
    max_files           files that run() brings back (1000)
    max_stdout          bytes on standard output and error together
    file_size           bytes of any file that it writes
    open_files          descriptors
    ==================  =====================================================

    Sizes are bytes or text ("512M"), times are seconds or text ("500ms").
    ``wall``, ``memory``, ``recursion`` and ``output``, the policy's own
    words, are taken too.

    ValueError: an unknown feature, or a limit that is none.
    """

    FEATURES = tuple(sorted(FEATURES))

    timeout: float | None
    cpu: float | None
    max_memory: int | None
    recursion_limit: int | None
    max_input_size: int
    max_output_size: int
    max_files: int
    max_stdout: int | None
    file_size: int | None
    open_files: int | None

    def __init__(self, *features: str, use_subprocess: bool = True,
                 policy: str | Iterable[str] | None = None,
                 **limits: int | float | str | None) -> None:
        if policy is not None and not isinstance(policy, str):
            policy = ",".join(policy)
        if policy is not None and any(c in policy for c in "\0\n"):
            raise ValueError("the name of a policy is one line")
        self.policy = policy
        self.use_subprocess = bool(use_subprocess)
        self._features: set[str] = set()
        self._imports: dict[str, set[str]] = {}
        self._lines: dict[str, list[str]] = {}
        for name in _LIMITS:
            setattr(self, name, None)
        if policy is None:
            self.timeout = 5.0
            self.max_memory = 256 << 20
        for name, value in limits.items():
            if _OTHER_NAMES.get(name, name) not in _LIMITS:
                raise TypeError(f"SandboxConfig has no limit {name!r}")
            setattr(self, name, value)
        for feature in features:
            self.enable(feature)

    @classmethod
    def from_policy(cls, policy: str | Iterable[str] = "default",
                    **options: Any) -> "SandboxConfig":
        """A configuration that is what policy files say: the names of
        profiles (``"default"``), or files (``"./mine.conf"``), with commas
        between them.  They are read at each run: a SandboxSetupError then if
        there is something wrong with them."""
        return cls(policy=policy, **options)

    def __setattr__(self, name: str, value: object) -> None:
        name = _OTHER_NAMES.get(name, name)
        if name in _LIMITS:
            value = _LIMITS[name][0](value, name)  # type: ignore[operator]
        if value is None:
            value = _NEVER_NONE.get(name)
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        parts = [repr(f) for f in self.features]
        if self.policy is not None:
            parts.append(f"policy={self.policy!r}")
        parts += [f"{n}={v!r}" for n in _LIMITS
                  if (v := getattr(self, n)) is not None]
        return f"SandboxConfig({', '.join(parts)})"

    def copy(self) -> "SandboxConfig":
        """A configuration of its own that grants the same."""
        other = object.__new__(type(self))
        for name, value in vars(self).items():
            if name == "_features":
                value = set(value)
            elif name == "_imports":
                value = {k: set(v) for k, v in value.items()}
            elif name == "_lines":
                value = {k: list(v) for k, v in value.items()}
            object.__setattr__(other, name, value)
        return other

    # --- what is granted ----------------------------------------------------

    @property
    def features(self) -> list[str]:
        """The enabled features, sorted."""
        return sorted(self._features)

    def has_feature(self, feature: str) -> bool:
        """Is it enabled here?  What profiles grant is not counted."""
        return feature in self._features

    def enable(self, feature: str) -> None:
        """Enable a feature; ValueError if there is none of this name."""
        if feature not in FEATURES:
            raise ValueError(
                f"no feature {feature!r}; there are: {', '.join(self.FEATURES)}")
        if feature in self._features:
            return
        self._features.add(feature)
        for section, lines in FEATURES[feature].items():
            for line in lines:
                self._add(section, line)

    def _add(self, section: str, line: str) -> None:
        lines = self._lines.setdefault(section, [])
        if line not in lines:
            lines.append(line)

    def allow_module(self, name: str, *attributes: str) -> None:
        """Grant importing a module: these names of it, or its public ones
        where none is given.  ValueError for what is no name."""
        names = self._imports.setdefault(_module(name), set())
        if not attributes:
            names.add("*")
        for a in attributes:
            if not a.isidentifier():
                raise ValueError(f"{a!r} is no name")
            names.add(a)

    def allow_path(self, path: str | os.PathLike[str]) -> None:
        """Grant reading a file, or all below a directory.  ``/ok`` and
        ``/ok/`` are the same: neither means ``/ok.evil``.  ValueError for a
        path that a policy cannot express (a line break, say)."""
        self._add("files", f"read = {_path(path)}")

    def allow_write(self, path: str | os.PathLike[str]) -> None:
        """Grant writing a file; creating, writing, renaming and removing
        below a directory."""
        self._add("files", f"write = {_path(path)}")

    def allow_connect(self, port: int) -> None:
        """Grant connecting to this TCP port, of any host."""
        if type(port) is not int or not 0 < port < 65536:
            raise ValueError(f"{port!r} is no TCP port")
        self._add("network", f"connect = tcp/{port}")

    allowModule = allow_module
    allowPath = allow_path
    hasFeature = has_feature

    def is_profile(self) -> bool:
        """Does it add nothing to its profiles but limits that a request to a
        server can bear?"""
        return (self.policy is not None and not self._lines
                and not self._imports and not self._features
                and self.recursion_limit is None and self.open_files is None)

    # --- the policy ---------------------------------------------------------

    def text(self) -> str:
        """The lines of policy that features, grants and limits make; they
        come after the profiles that ``policy`` names."""
        sections: dict[str, list[str]] = {}
        if self.policy is None:
            sections["files"] = ["read = ${python}"]
        for section, lines in self._lines.items():
            sections.setdefault(section, []).extend(lines)
        sections.setdefault("imports", []).extend(
            f"{m} = {', '.join(sorted(names))}"
            for m, names in self._imports.items())
        if self.policy is None:
            self._close(sections)
        for name, (_, key, write) in _LIMITS.items():
            value = getattr(self, name)
            if key is not None and value is not None:
                sections.setdefault("limits", []).append(
                    f"{key} = {write(value)}")
        return "".join(f"[{s}]\n" + "".join(f"{line}\n" for line in lines)
                       for s, lines in sections.items() if lines)

    def _close(self, sections: dict[str, list[str]]) -> None:
        limits = sections.setdefault("limits", [])
        if self.file_size is None:
            limits.append("file-size = 16M")
        if self.open_files is None:
            limits.append("open-files = 64")
