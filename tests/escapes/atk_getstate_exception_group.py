# technique: split() of an exception group class, put into the __dict__ of the frozen class by object.__getstate__
# goal: crash
# source: own analysis; cpython: except* trusts what split() returns
import sys


class Group(ExceptionGroup):
    pass


error = Group('x', [ValueError()])
object.__getstate__(Group)['split'] = lambda self, kind: (b'A' * 200, None)
type.__dict__['__abstractmethods__'].__set__(Group, ())
try:
    raise error
except* ValueError:
    sys.exc_info()
