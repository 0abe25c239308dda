# technique: an uncaught exception with a __traceback__ of our own: its tb_frame is a C callable that reads the real tb_frame while the granted walk_tb is on top
# goal: frames
# python: 3.13+
# source: own analysis: a grant without a rule on the operand
import sys
from functools import partial
from operator import attrgetter

stdout = sys.stdout
frames = []
try:
    1 / 0
except ZeroDivisionError as error:
    real = error.__traceback__
reads = map(frames.append, map(attrgetter('tb_frame'), [real]))


class Traceback:
    tb_frame = property(partial(next, reads))


class Error(Exception):
    __traceback__ = property(lambda self: Traceback())


class Stream:
    def write(self, text):
        if frames:
            stdout.write('\nESCAPED %r\n' % frames.pop())

    def flush(self):
        pass


sys.stderr = Stream()
raise Error
