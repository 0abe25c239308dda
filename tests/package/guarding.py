# SPDX-License-Identifier: MIT
"""What the tests of the guard in this process share."""

import _thread
import builtins
import gc
import io
import json
import os
import sys
import types

from pysbx import SandboxError

TYPES = [type, object, types.FunctionType, types.CodeType, types.FrameType,
         types.ModuleType, types.BuiltinFunctionType, types.GeneratorType,
         types.CoroutineType, types.TracebackType, types.CellType,
         types.MappingProxyType, io.FileIO, io.TextIOWrapper,
         io.BufferedReader, io.BufferedWriter, io.StringIO, json.JSONEncoder]


def snapshot():
    """What a guard touches while it stands."""
    state = {t: {n: id(v) for n, v in t.__dict__.items()} for t in TYPES}
    state["order"] = [list(t.__dict__) for t in TYPES]
    state["builtins"] = {n: id(v) for n, v in vars(builtins).items()}
    state["modules"] = {n: id(m) for n, m in sys.modules.items()}
    state["sys"] = {n: id(v) for n, v in vars(sys).items()}
    state["environ"] = dict(os.environ)
    for m in os, sys, gc, _thread, io:
        state[m] = [(n, id(v), repr(v), getattr(v, "__self__", None) is m)
                    for n, v in vars(m).items() if callable(v)]
    main = sys.modules["__main__"]
    state["main"] = {n: id(v) for n, v in vars(main).items()}
    return state


def refusal(f, *args):
    """The refusal of f(*args), as text; or what it returned."""
    try:
        return f(*args)
    except SandboxError as e:
        return f"refused {type(e).__name__}: {e}"
    except Exception as e:
        return f"other {type(e).__name__}: {e}"
