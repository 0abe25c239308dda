# SPDX-License-Identifier: MIT
"""restricted.py PROGRAM: run PROGRAM by RestrictedPython, with the guards its
documentation shows and the imports that the programs of the benchmark need."""
import ast
import operator
import sys

from RestrictedPython import RestrictingNodeTransformer
from RestrictedPython.Eval import default_guarded_getitem, default_guarded_getiter
from RestrictedPython.Guards import (
    guarded_iter_unpack_sequence, guarded_unpack_sequence,
    safe_builtins, safer_getattr)

ALLOWED = {"math", "time", "re", "json", "collections", "dataclasses",
           "datetime", "decimal", "functools", "itertools", "statistics",
           "numpy"}
IN_PLACE = {"+=": operator.iadd, "-=": operator.isub, "*=": operator.imul,
            "//=": operator.ifloordiv, "%=": operator.imod,
            "^=": operator.ixor, "|=": operator.ior, "&=": operator.iand,
            "<<=": operator.ilshift, ">>=": operator.irshift,
            "/=": operator.itruediv, "**=": operator.ipow}


def guarded_import(name, *args):
    if name.partition(".")[0] not in ALLOWED:
        raise ImportError(name)
    return __import__(name, *args)


class Policy(RestrictingNodeTransformer):
    """Since Python 3.9 an index is the bare expression, which Debian's
    version does not know.  It also refuses constructors and generators:
    they are let through, so that the same programs can be compared."""

    def transform_slice(self, slice_):
        if isinstance(slice_, (ast.Slice, ast.Tuple)):
            return super().transform_slice(slice_)
        return slice_

    def check_name(self, node, name, *args, **kwargs):
        if name != "__init__":
            super().check_name(node, name, *args, **kwargs)

    def visit_Yield(self, node):
        return self.node_contents_visit(node)


class Print:
    def __init__(self, getattr_=None):
        pass

    def _call_print(self, *args, **kwargs):
        print(*args, **kwargs)


with open(sys.argv[1]) as file:
    tree = ast.parse(file.read(), sys.argv[1])
errors = []
Policy(errors, [], {}).visit(tree)
if errors:
    sys.exit("\n".join(errors))
for node in ast.walk(tree):
    # It gives new nodes ends that lie before their starts.
    if hasattr(node, "lineno"):
        node.end_lineno, node.end_col_offset = node.lineno, node.col_offset
code = compile(tree, sys.argv[1], "exec")
builtins = dict(safe_builtins, __import__=guarded_import,
                sorted=sorted, list=list, dict=dict, set=set, sum=sum, max=max, min=min,
                map=map, filter=filter, enumerate=enumerate, all=all, any=any,
                iter=iter, next=next, reversed=reversed, object=object,
                super=super, bytearray=bytearray, property=property)
exec(code, {
    "__builtins__": builtins, "__metaclass__": type, "__name__": "__main__", "_print_": Print,
    "_getattr_": safer_getattr, "_getitem_": default_guarded_getitem,
    "_getiter_": default_guarded_getiter, "_write_": lambda x: x,
    "_iter_unpack_sequence_": guarded_iter_unpack_sequence,
    "_unpack_sequence_": guarded_unpack_sequence,
    "_inplacevar_": lambda op, x, y: IN_PLACE[op](x, y)})
