# technique: inside an import a C callable asks for the namespace of the importing code
# goal: globals
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
kept = []


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(eval, ['globals()']))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
if kept[0]['__name__'] == 'abc':
    print('ESCAPED globals of abc')
