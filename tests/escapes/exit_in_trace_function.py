# technique: a trace function raises SystemExit
# goal: exit
# source: own analysis
import sys


def trace(*_):
    raise SystemExit(77)


sys.settrace(trace)
len.__name__
(lambda: 0)()
