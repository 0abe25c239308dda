# technique: __copy__ may be any callable: open, with the object itself as the mode
# goal: read-secret
# source: own analysis: attacker's C callables below a trusted frame
import copy
import functools


class Mode(str):
    __copy__ = staticmethod(functools.partial(open, '@SECRET@'))


print(copy.copy(Mode('r')).read())
