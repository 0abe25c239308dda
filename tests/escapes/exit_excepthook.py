# technique: sys.excepthook raises SystemExit: the interpreter obeys
# goal: exit
# source: CPython, _PyErr_PrintEx()
import sys


def hook(*error):
    raise SystemExit(77)


sys.excepthook = hook
1 / 0
