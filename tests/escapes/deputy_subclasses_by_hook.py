# technique: __subclasshook__ is called below the frame that may ask for subclasses: it lists those of object
# goal: subclasses
# source: own analysis: a grant without its operand
import abc
import functools
kept = []


class Hook(abc.ABC):
    __subclasshook__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(type.__subclasses__, [object]))))


try:
    issubclass(int, Hook)
except AssertionError:
    pass
if any(kind.__name__ == '_wrap_close' for kind in kept[0]):
    print('ESCAPED', len(kept[0]))
