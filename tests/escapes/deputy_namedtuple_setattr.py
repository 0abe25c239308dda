# technique: namedtuple turns field names into text: the __str__ of one is setattr on a trusted function, below the frame that may set defaults
# goal: bend
# source: own analysis: a grant without its operand
import collections
import functools
import textwrap


class Name:
    __str__ = staticmethod(functools.partial(
        setattr, textwrap.indent, '__defaults__', (lambda line: seen.append(line),)))


seen = []
try:
    collections.namedtuple('N', [Name()])
except TypeError:
    pass
textwrap.indent('x', ' ')
if seen:
    print('ESCAPED trusted function calls ours')
