# technique: enum calls _missing_ of the class
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import enum
import functools
kept = []


class Color(enum.Enum):
    _missing_ = staticmethod(functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()']))))
    RED = 1


try:
    Color(2)
except (TypeError, ValueError):
    pass
if kept[0]['__name__'] == 'enum':
    print('ESCAPED globals of enum')
