# technique: the frames of an exception that trusted code caught, by __context__
# goal: frames
# source: own analysis
import enum


class Color(enum.Enum):
    RED = 1


try:
    Color('nothing')
except ValueError as error:
    trace, found = error.__traceback__, []
    while trace:
        found.append(trace.tb_frame.f_globals['__name__'])
        trace = trace.tb_next
    if 'enum' in found:
        print('ESCAPED frames of', found)
