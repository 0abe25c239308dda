# technique: the lines of a csv reader ask the reader for its next row
# goal: crash
# source: own analysis of _csv.c
# mended: later releases
import csv


class Lines:
    count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count == 2:
            next(reader)
        if self.count > 6:
            raise StopIteration
        return '"abc' if self.count == 1 else 'x,y"z'


reader = csv.reader(Lines())
for row in reader:
    pass
