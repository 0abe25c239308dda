# SPDX-License-Identifier: MIT
"""What guarded code sees of modules: `import`, and modules that hold only what
the policy grants.  Part of _guard.py."""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

from . import _errors

_IMPORT, _ATTRIBUTE = 1, 3  # enum sbx_kind of guard.h

# What C code imports for itself while guarded code is on top.  It hands none
# of them out.
_INTERNAL = frozenset(
    "_strptime copyreg warnings io locale linecache tokenize traceback "
    "encodings functools operator decimal numbers typing types zlib datetime "
    "time math weakref re _io _datetime _pydatetime collections abc "
    "contextvars _weakrefset unicodedata _collections_abc collections.abc "
    "_colorize string zoneinfo._common _compat_pickle _pylong struct".split())


class Views:
    """The modules of one block.  ``g``: the extension module."""

    def __init__(self, g: Any, policy: Any) -> None:
        self.g = g
        self.policy = policy
        self.made: dict[str, ModuleType] = {}

    def _policies(self) -> tuple:
        """This block's, and those of the blocks around it."""
        around = self.g.policies()
        return around if self.policy in around else (*around, self.policy)

    def refuse(self, name: str) -> None:
        self.g.no(_IMPORT, "import of", name, None, f"[imports] {name} = *")

    def _getattr(self, module: str, names: list) -> Any:
        g = self.g

        def __getattr__(name):
            if not names or type(name) is not str:
                g.no(_IMPORT, "import of", module, None,
                     f"[imports] {module} = *")
            if name.startswith("__") and name.endswith("__"):
                raise AttributeError(
                    f"module {module!r} has no attribute {name!r}")
            g.no(_ATTRIBUTE, "attribute", f"{module}.{name}", None,
                 f"[imports] {module} = {name}")
        return __getattr__

    def closed(self, name: str) -> ModuleType:
        """In the place of a module that the host has imported and the policy
        does not grant."""
        values = {}
        if name == "pysbx":  # what refusals are caught by
            values = {n: getattr(_errors, n) for n in _errors.__all__}
        values["__getattr__"] = self._getattr(name, list(values))
        return self.g.view(name, values)

    def view(self, name: str) -> ModuleType | None:
        """The granted part of a module; None where nothing is."""
        if name in self.made:
            return self.made[name]
        policies = self._policies()
        rules = [p.module(name) for p in policies]
        if None in rules:
            if not all(p.below(name) or p.module(name) for p in policies):
                return None
            rules = [(False, ())]
        real = self.g.load(name)
        if type(real) is not ModuleType and not isinstance(real, ModuleType):
            return None
        has = real.__dict__
        names = sorted(set(has).intersection(
            *(self._granted(name, has, rule) for rule in rules)))
        values = {n: has[n] for n in names
                  if not isinstance(has[n], ModuleType)}
        shown = list(values)
        values.update(__doc__=has.get("__doc__"), __all__=shown,
                      __getattr__=self._getattr(name, shown or [name]))
        self.made[name] = view = self.g.view(name, values)
        return view

    def _granted(self, name: str, has: dict, rule: tuple) -> set[str]:
        star, names = rule
        granted = set(names)
        if star:
            public = has.get("__all__")
            if type(public) not in (list, tuple):
                public = [n for n in has if not n.startswith("_")]
            granted |= set(public) - self.g.omitted(name)
        return granted

    def _chain(self, name: str) -> tuple[ModuleType, ModuleType]:
        """The views of `a` and of `a.b.c`, each within the one above."""
        first = above = self._need(name.partition(".")[0], name)
        at = name.find(".")
        while at >= 0:
            at = name.find(".", at + 1)
            part = name if at < 0 else name[:at]
            view = self._need(part, name)
            self.g.put(above, part.rpartition(".")[2], view)
            above = view
        return first, above

    def _need(self, part: str, name: str) -> ModuleType:
        view = self.view(part)
        if view is None:
            self.refuse(name)
        assert view is not None
        return view

    def import_function(self) -> FunctionType:
        def __import__(name, globals=None, locals=None, fromlist=(), level=0):
            if type(name) is not str or type(level) is not int:
                raise TypeError("__import__() takes the name of a module")
            if level:
                raise ImportError("a relative import, in no package")
            if not name:
                raise ValueError("Empty module name")
            if type(fromlist) is list and not fromlist and name in _INTERNAL:
                self.g.load(name)
                return None
            first, last = self._chain(name)
            if not fromlist:
                return first
            if type(fromlist) not in (tuple, list):
                raise TypeError("fromlist is no tuple")
            for n in fromlist:
                if type(n) is not str:
                    raise TypeError("a name is no str")
                if n == "*" or self.g.peek(last, n):
                    continue
                below = self.view(f"{name}.{n}")
                if below is None:
                    self.g.no(_IMPORT, "import of", f"{name}.{n}", None,
                              f"[imports] {name} = {n}")
                self.g.put(last, n, below)
            return last
        return __import__
