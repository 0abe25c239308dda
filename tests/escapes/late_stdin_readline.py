# technique: input() calls readline of our standard input from C
# goal: read-secret
# source: own analysis
import functools
import sys


class Stream:
    fileno = None
    readline = staticmethod(functools.partial(
        next, map(str, map(bytes.decode, map(type(sys.stdin.buffer.raw).readall, map(type(sys.stdin.buffer.raw), ['@SECRET@']))))))


sys.stdin = Stream()
print(input())
