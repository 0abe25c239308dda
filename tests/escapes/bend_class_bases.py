# technique: Class.__bases__ assigned: a base of ours comes first
# goal: bend
# source: pysandbox, type.__bases__
import calendar


class Base(calendar.Calendar):
    def iterweekdays(self):
        return iter(['bent'])


calendar.TextCalendar.__bases__ = (Base,)
if list(calendar.TextCalendar().iterweekdays()) == ['bent']:
    print('ESCAPED trusted class has our base')
