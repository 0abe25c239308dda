# SPDX-License-Identifier: MIT
"""How functions get into the sandbox: as code, with what they name.

A child that was forked from this process would carry its memory: secrets,
locks, open files.  So a function crosses as its code object together with the
globals, cells and defaults that it names: functions of your own modules by
code again, modules and what comes from installed ones by name (the sandbox
imports them by its policy), classes of your own by source, all else as data.
"""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
import marshal
import sys
import textwrap
import types

from . import _data
from ._errors import SandboxDataError

_LOADS = {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_CLASSDEREF",
          "LOAD_FROM_DICT_OR_GLOBALS", "LOAD_FROM_DICT_OR_DEREF"}


def _codes(code: types.CodeType):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from _codes(const)


def _names(code: types.CodeType) -> list[str]:
    """The global names that this code object itself loads, in order."""
    return list(dict.fromkeys(
        i.argval for i in dis.get_instructions(code) if i.opname in _LOADS))


def _is_class_body(code: types.CodeType) -> bool:
    return not code.co_flags & inspect.CO_NEWLOCALS


def _is_installed(module: str) -> bool:
    """Of the standard library or of an installed package: by name."""
    if module.partition(".")[0] in sys.stdlib_module_names:
        return module != "__main__"
    m = sys.modules.get(module)
    path = getattr(m, "__file__", None) or ""
    return "/site-packages/" in path or "/dist-packages/" in path


def _resolve(module: str, qualname: str) -> object:
    value: object = sys.modules.get(module)
    for name in qualname.split("."):
        value = getattr(value, name, None)
    return value


class Crossing:
    """Collects the steps of one request."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.steps: list[tuple] = []
        self.codes: list[bytes] = []
        self.dates = False
        self.prelude: dict[str, types.FunctionType] = {}
        self._made: dict[int, int] = {}
        self._keep: list[object] = []  # so that no id() is used twice
        self._spaces: dict[int, int] = {}
        self._bound: set[tuple[int, str]] = set()
        self._open: set[int] = set()  # classes whose names are being followed
        self._later: list[tuple] = []

    def add(self, *step: object) -> int:
        self.steps.append(step)
        self._count(sum(len(x) for x in step
                        if isinstance(x, (bytes, str))) + 16)
        return len(self.steps) - 1

    def code(self, code: types.CodeType) -> int:
        """The number of a code object."""
        self.codes.append(marshal.dumps(code))
        self._count(len(self.codes[-1]))
        return len(self.codes) - 1

    def _count(self, size: int) -> None:
        self.size += size
        if self.size > self.limit:
            raise SandboxDataError(
                f"the request takes more than {self.limit} bytes "
                "(max_input_size)")

    def functions(self) -> list[types.CodeType]:
        """The code objects that cross: a traceback may show their source."""
        return [v.__code__ for v in self._keep
                if isinstance(v, types.FunctionType)]

    def finish(self) -> None:
        """Bind what had to wait for a class that was not made yet."""
        while self._later:
            kind, where, name, value = self._later.pop()
            if kind == "bind":
                self.add("bind", where, name, self.object(value))
            else:
                self.add("fill", where, self.object(value))

    # --- namespaces ---------------------------------------------------------

    def space(self, namespace: dict, name: object) -> int:
        number = self._spaces.get(id(namespace))
        if number is None:
            self._keep.append(namespace)
            number = self._spaces[id(namespace)] = self.add(
                "space", name if type(name) is str else "__main__")
            for extra, function in self.prelude.items():
                if function.__globals__ is not namespace:
                    self._bound.add((number, extra))
                    self.add("bind", number, extra, self.object(function))
        return number

    def _bind(self, space: int, namespace: dict, name: str,
              why: str) -> None:
        if (space, name) in self._bound or name not in namespace:
            return  # the sandbox has builtins of its own
        if name == "__builtins__":
            return
        self._bound.add((space, name))
        value = namespace[name]
        if id(value) in self._open:
            self._later.append(("bind", space, name, value))
            return
        try:
            number = self.object(value)
        except SandboxDataError as e:
            raise SandboxDataError(
                f"{why} uses the global {name!r}: {e}") from None
        self.add("bind", space, name, number)

    # --- objects ------------------------------------------------------------

    def object(self, value: object) -> int:
        """The number of the object that stands for value in the sandbox."""
        number = self._made.get(id(value))
        if number is None:
            number = self._reference(value)
            if number is None:
                number = self.value(value)
            self._remember(value, number)
        return number

    def _remember(self, value: object, number: int) -> None:
        self._keep.append(value)
        self._made[id(value)] = number

    def value(self, value: object) -> int:
        e = _data.Encoder(self.limit, self._inner)
        e.put(value)
        self.dates = self.dates or _data.has_dates(e.out)
        return self.add("value", bytes(e.out))

    def _inner(self, value: object) -> int | None:
        """Something within a list or dict that is no data."""
        number = self._made.get(id(value))
        if number is None:
            number = self._reference(value)
            if number is not None:
                self._remember(value, number)
        return number

    def _reference(self, value: object) -> int | None:
        """A function, class or module; None for all else."""
        if isinstance(value, types.FunctionType):
            return self._function(value)
        if isinstance(value, types.ModuleType):
            return self._module(value)
        if isinstance(value, type):
            return self._class(value)
        if isinstance(value, types.BuiltinFunctionType):
            return self._named(value)
        if isinstance(value, types.MethodType):
            raise SandboxDataError(
                f"{value.__qualname__} is a bound method, whose object would "
                "have to cross: pass a function")
        wrapped = getattr(value, "__wrapped__", None)
        if isinstance(wrapped, types.FunctionType):
            return self._by_source(value, wrapped)  # functools.cache, ...
        return None

    def _module(self, module: types.ModuleType) -> int:
        if sys.modules.get(module.__name__) is not module:
            raise SandboxDataError(
                f"module {module.__name__!r} cannot be imported by its name")
        return self.add("import", module.__name__)

    def _named(self, value) -> int:
        """By the name under which its module has it."""
        module, name = value.__module__, value.__qualname__
        if module == "builtins" and getattr(builtins, name, None) is value:
            return self.add("builtin", name)
        if module is None or _resolve(module, name) is not value:
            raise SandboxDataError(
                f"{name!r} cannot be found again by its name")
        # C modules whose names people do not import: `_io`, `_functools`.
        public = module.lstrip("_")
        if public != module and _resolve(public, name) is value:
            module = public
        return self.add("from", module, name)

    # --- functions ----------------------------------------------------------

    def _function(self, f: types.FunctionType) -> int:
        home = f.__globals__.get("__name__", "__main__")
        if (_is_installed(home)
                and _resolve(f.__module__, f.__qualname__) is f):
            return self._named(f)
        wrapped = getattr(f, "__wrapped__", None)
        if isinstance(wrapped, types.FunctionType) and _is_installed(home):
            return self._by_source(f, wrapped)  # contextlib.contextmanager
        return self._by_code(f, home)

    def _by_code(self, f: types.FunctionType, home: object) -> int:
        space = self.space(f.__globals__, home)
        cells = []
        new_cells = []
        for cell in f.__closure__ or ():
            number = self._made.get(id(cell))
            if number is None:
                number = self.add("cell")
                self._remember(cell, number)
                new_cells.append((number, cell))
            cells.append(number)
        defaults, kwdefaults, attributes = (
            self.value(v) if v else -1
            for v in (f.__defaults__, f.__kwdefaults__,
                      {k: v for k, v in f.__dict__.items()
                       if k != "__wrapped__"}))
        number = self.add("function", self.code(f.__code__), space,
                          f.__qualname__, tuple(cells), defaults, kwdefaults,
                          attributes)
        self._remember(f, number)  # before what it names: it may be itself
        why = f"function {f.__qualname__!r}"
        for code in _codes(f.__code__):
            for name in _names(code):
                self._bind(space, f.__globals__, name, why)
        for cell_number, cell in new_cells:
            self._fill(cell_number, cell, f)
        return number

    def _fill(self, number: int, cell: types.CellType,
              f: types.FunctionType) -> None:
        try:
            value = cell.cell_contents
        except ValueError:
            return  # empty here, empty there
        if id(value) in self._open:
            self._later.append(("fill", number, "", value))
            return
        try:
            self.add("fill", number, self.object(value))
        except SandboxDataError as e:
            raise SandboxDataError(
                f"function {f.__qualname__!r} uses a local of the function "
                f"around it: {e}") from None

    # --- classes, and what decorators of installed modules made -------------

    def _class(self, c: type) -> int:
        if c.__module__ == "builtins" or _is_installed(c.__module__):
            return self._named(c)
        return self._by_source(c, c)

    def _by_source(self, value, source) -> int:
        """Run its statement again, decorators and all."""
        name = source.__name__
        namespace = getattr(source, "__globals__", None)
        if namespace is None:
            namespace = vars(sys.modules.get(source.__module__,
                                             types.ModuleType("?")))
        what = f"{'class' if value is source else 'function'} {name!r}"
        try:
            lines, first = inspect.getsourcelines(source)
            file = inspect.getsourcefile(source) or "<unknown>"
            tree = ast.parse(textwrap.dedent("".join(lines)))
        except (OSError, TypeError, SyntaxError) as e:
            raise SandboxDataError(
                f"{what} crosses by its source, which cannot be had: {e}"
            ) from None
        ast.increment_lineno(tree, max(first, 1) - 1)
        future = getattr(namespace.get("annotations"), "compiler_flag", 0)
        code = compile(tree, file, "exec", future, dont_inherit=True)
        local = "<locals>" in source.__qualname__
        space = (self.add("space", source.__module__) if local
                 else self.space(namespace, source.__module__))
        self._keep.append(value)
        self._open.add(id(value))
        now = [c for c in _codes(code) if _is_class_body(c)]
        for c in now:  # its own statement needs these
            for needed in _names(c):
                if needed != name:
                    self._bind(space, namespace, needed, what)
        self._bound.add((space, name))
        number = self.add("class", space, self.code(code), name)
        self._open.discard(id(value))
        self._remember(value, number)
        for c in _codes(code):  # and its functions these
            for needed in _names(c):
                self._bind(space, namespace, needed, what)
        return number
