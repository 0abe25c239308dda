# technique: the same with enum.global_enum, which writes into the real module that __module__ names
# goal: bend
# source: own analysis: trusted functions called by C callables have the rights of a section
import copy
import enum
import numbers
from functools import partial


class Members(enum.IntEnum):
    Error = 1


Members.__module__ = 'copy'
calls = map(enum.global_enum, [Members])


class Number(numbers.Number):
    __subclasshook__ = partial(next, calls)


try:
    import decimal
except AssertionError:
    pass


class NoCopy:
    __reduce_ex__ = None
    __reduce__ = None


try:
    copy.copy(NoCopy())
except TypeError as error:  # "'Members' object is not callable"
    if 'Members' in str(error):
        print('ESCAPED', error)
