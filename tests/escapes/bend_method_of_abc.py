# technique: an abstract base class of the standard library gets a __subclasshook__ of ours
# goal: bend
# source: own analysis
import collections.abc


def hook(cls, other):
    seen.append(other)
    return NotImplemented


seen = []
collections.abc.Sized.__subclasshook__ = classmethod(hook)
isinstance(type('X', (), {})(), collections.abc.Sized)
if seen:
    print('ESCAPED trusted class calls ours')
