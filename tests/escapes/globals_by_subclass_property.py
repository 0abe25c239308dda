# technique: a class pattern on a subclass hook: __match_args__ names the attribute by position
# goal: globals
# source: PEP 634
import json


class Any(type):
    def __instancecheck__(cls, thing):
        return True


class View(metaclass=Any):
    __match_args__ = ('__globals__',)


match json.dumps:
    case View({'__builtins__': _} as g):
        print('ESCAPED globals of', g['__name__'])
