# technique: subclasses of standard library classes
import calendar
import collections
import datetime
import decimal
import fractions
import io
import json
import pprint
import queue
import random
import textwrap
import types
import uuid


class Bounded(queue.Queue):
    def _put(self, item):
        super()._put(('wrapped', item))


q = Bounded()
q.put(1)
print(q.get())


class Day(datetime.date):
    def __str__(self):
        return self.strftime('day %j')


print(Day(2024, 2, 1), Day(2024, 1, 1) + datetime.timedelta(1))


class Counting(collections.Counter):
    def total_twice(self):
        return sum(self.values()) * 2


print(Counting('aab').total_twice(), Counting('a').most_common())


class Default(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]


print(Default()['x'], {**Default(a=1)})


class Text(str):
    def __add__(self, other):
        return Text(f'{str(self)}+{other}')


print(Text('a') + 'b', Text('x').upper(), isinstance(Text(''), str))


class Euro(decimal.Decimal):
    pass


print(Euro('1.5') + 1, fractions.Fraction.from_float(0.5), int.__new__(int, 3))


class Printer(pprint.PrettyPrinter):
    def format(self, thing, context, maxlevels, level):
        if isinstance(thing, int):
            return hex(thing), True, False
        return super().format(thing, context, maxlevels, level)


Printer().pprint([10, 11])


class Wrapper(textwrap.TextWrapper):
    def _split(self, text):
        return super()._split(text.upper())


print(Wrapper(width=8).wrap('some words'))


class Lazy(types.ModuleType):
    def __getattr__(self, name):
        return name + '!'


print(Lazy('lazy').anything)


class Error(OSError, KeyError):
    pass


try:
    raise Error(2, 'text')
except KeyError as error:
    print(error.errno, error.strerror, isinstance(error, OSError))
