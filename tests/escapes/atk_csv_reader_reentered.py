# technique: the lines of a csv.reader ask the same reader for its next row
# mended: 3.14
# goal: crash
# source: own analysis: Reader_iternext() in _csv.c
import csv


class Lines:
    asked = 0

    def __iter__(self):
        return self

    def __next__(self):
        Lines.asked += 1
        if Lines.asked < 5:
            try:
                return next(rows)[0]
            except csv.Error:
                return 'z"q,"'
        return 'x,"y'


rows = csv.reader(Lines())
for i in range(5):
    next(rows)
