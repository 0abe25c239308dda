# technique: what the sandbox mends in CPython's C code, used as usual
import array
import collections
import contextvars
import copy
import functools
import io
import itertools
import json
import struct
import sys
import warnings
import weakref
import zoneinfo

b = bytearray(b'abcabc')
print(b.find(b'c'), b.rfind(98), b.index(b'a', 1), b.rindex(b'a', 0, 3),
      b.count(b'a'), b.startswith((b'x', b'ab')), b.endswith(b'c', 2, 6),
      b.hex(':', 2), bytearray(b',').join([b'x', bytearray(b'y')]),
      98 in b, b'ca' in b, bytearray(b'%d|%a') % (7, 'x'),
      memoryview(b).hex('-'), hash(memoryview(b'abc')) == hash(b'abc'))
for wrong in (lambda: b.find('x'), lambda: b.hex(1), lambda: 'x' in b,
              lambda: b.join([1]), lambda: b.index(b'z'), lambda: 999 in b,
              lambda: hash(memoryview(b))):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)


class Squares:
    def __getitem__(self, i):
        if i > 4:
            raise IndexError
        return i * i


print(list(Squares()), 9 in Squares(), list(iter(iter([3, 2, 1]).__next__, 1)))
print(list(itertools.chain([1], (2, 3), 'ab')), list(itertools.chain()),
      list(itertools.chain.from_iterable([[1], [2]])),
      list(itertools.islice(itertools.cycle('ab'), 5)),
      list(itertools.islice(iter(range(10)), 2, 8, 3)),
      list(itertools.zip_longest('ab', 'c', 'def', fillvalue='-')),
      [(k, list(g)) for k, g in itertools.groupby('aabbb')],
      list(itertools.pairwise(range(4))))
for wrong in ([1], 5), ([], 5):
    try:
        print(list(itertools.chain(*wrong)))
    except TypeError as error:
        print(error)
nested = itertools.chain.from_iterable(
    itertools.groupby(itertools.chain('aab', 'bc')) for i in range(2))
print([(k, len(list(g))) for k, g in nested])
items = list(range(10))
items[::2] = (-i for i in range(5))
items[1:3] = map(str, range(3))
items[len(items):] = {99: 0}
print(items)
try:
    items[::3] = range(2)
except ValueError as error:
    print(error)


class Point:
    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, value):
        self._x = value

    @staticmethod
    def zero():
        return Point(0)

    @classmethod
    def one(cls):
        return cls(1)


class Point3(Point):
    def __init__(self):
        super().__init__(3)
        super(Point3, self).__init__(4)


p = Point3()
p.x += 1
print(p.x, Point.zero().x, Point3.one.__func__(Point).x)
f = functools.partial(int, base=2)
print(copy.copy(f)('101'), copy.deepcopy(f)('11'),
      sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
counts = collections.Counter('hello')
counts.update('world')
counts.update({'x': 2})
counts['o'] += 0.5
counts.update('o')
print(counts, collections.Counter(i % 3 for i in range(10)))
d = collections.defaultdict(lambda: collections.defaultdict(list))
d['a']['b'].append(1)
print(json.dumps(d), collections.defaultdict(None, {1: 2}))


class Ordered(collections.OrderedDict):
    def __getitem__(self, key):
        return super().__getitem__(key) * 2


o = Ordered(a=1, b=2)
print(o.copy(), type(o.copy()).__name__, collections.OrderedDict(o).copy(),
      copy.copy(o) == o)
var = contextvars.ContextVar('v', default=0)
c1, c2 = contextvars.copy_context(), contextvars.copy_context()
print(c1 == c2, c1.run(lambda: var.set(1)) is not None, c1 == c2)


class Node:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n


one, other = Node(1), Node(1)
print(weakref.proxy(one) == weakref.proxy(other), weakref.proxy(one) == other)


class Encoder(json.JSONEncoder):
    def default(self, o):
        return {'node': o.n, 'more': [Node(o.n - 1)] if o.n else []}


print(json.dumps([Node(2), {'k': Node(0)}, (1, [2.5])], cls=Encoder),
      json.dumps({'a': [1, {'b': None}]}, sort_keys=True, indent=1),
      json.dumps([Node(1)], default=lambda o: o.n))
loop = [1]
loop.append(loop)
for wrong in (lambda: json.dumps(loop), lambda: json.dumps([loop, Node(1)]),
              lambda: json.dumps(Node(1)),
              lambda: json.dumps([Node(1)], default=lambda o: o)):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[0])
a = array.array('i', [1, 2])
it = iter(a)
next(it)
print(list(copy.copy(it)), struct.Struct('<hh').__sizeof__() > 0)
raw = io.BytesIO(b'one\ntwo\n')
raw.note = 'mine'
buffered = io.BufferedReader(raw)
print(buffered.readline(), raw.note, vars(raw)['note'],
      copy.copy(raw).read())


class Tee(io.StringIO):
    def write(self, text):
        sys.__stdout__.write(text.upper())
        return super().write(text)


sys.stdout = Tee()
print('into a', 'tee')
kept, sys.stdout = sys.stdout, sys.__stdout__
print(repr(kept.getvalue()))
exec(compile('1 + 1', 'x', 'single'))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    warnings.filterwarnings('ignore', 'not this')
    warnings.warn('this')
    warnings.warn('not this')
print([str(w.message) for w in caught])


class Zone(zoneinfo.ZoneInfo):
    pass


print(Zone('UTC') is Zone('UTC'), Zone.no_cache('UTC') is Zone('UTC'),
      Zone.clear_cache(), zoneinfo.ZoneInfo('Europe/Berlin'))

import datetime
import decimal

for moment in (datetime.date(2024, 2, 29), datetime.time(23, 59, 59, 999999),
               datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, fold=1),
               datetime.datetime(1, 1, 1, tzinfo=datetime.timezone.utc)):
    kind, state = moment.__reduce_ex__(4)[:2]
    print(kind(*state) == moment, kind(*state), copy.deepcopy(moment))
    print(kind(state[0].decode('latin-1'), *state[1:]) == moment)
for wrong in (lambda: datetime.date(b'123'), lambda: datetime.date('1234'),
              lambda: datetime.date(2023, 2, 29), lambda: datetime.time('x'),
              lambda: datetime.datetime(b'\0' * 10)):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__)

context = decimal.Context(prec=4, traps=[decimal.Inexact])
again = copy.copy(context)
print(context.copy(), context.flags, dict(again.traps.copy()))
with decimal.localcontext(decimal.Context(prec=3)) as inner:
    print(decimal.Decimal(1) / 3, inner.flags[decimal.Inexact])
    inner.clear_flags()
    inner.traps = inner.flags.copy()


class Context(decimal.Context):
    pass


own = Context(prec=5)
print(own.divide(1, 7), own.flags == context.flags)

ordered = collections.OrderedDict(zip('abcdefg', range(7)))
print(ordered.popitem(), ordered.popitem(False), ordered.popitem(last=True),
      ordered.popitem(last=False), ordered.pop('d'), ordered.pop('x', None),
      ordered.pop('e', default=3), list(ordered))
for wrong in (lambda: ordered.pop('x'), lambda: ordered.pop(),
              lambda: ordered.popitem(1, 2), lambda: ordered.popitem(a=1),
              lambda: collections.OrderedDict().popitem()):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)


class Newest(collections.OrderedDict):
    def __getitem__(self, key):
        return -super().__getitem__(key)


newest = Newest(a=1, b=2)
print(newest.popitem(), newest.pop('a'), newest)


def worker():
    while True:
        try:
            yield 1
        except KeyError as error:
            yield repr(error)


def delegate():
    return (yield from worker())


outer = delegate()
print(next(outer), outer.throw(KeyError('k')), outer.close(), outer.close())
try:
    outer.throw(ValueError('late'))
except ValueError as error:
    print(error)


def itself():
    for act in (lambda: me.send(None), lambda: me.throw(KeyError),
                lambda: me.close()):
        try:
            act()
        except ValueError as error:
            yield str(error)


me = itself()
print(list(me))


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, into):
        into[:2] = b'ab'
        return 2


raw = Raw()
buffered = io.BufferedReader(raw, 4)
text = io.TextIOWrapper(buffered, encoding='ascii')
print(text.read(3), text.detach() is buffered, buffered.detach() is raw)
for stream in text, buffered:
    for use in stream.read, stream.detach, stream.close:
        try:
            use()
        except ValueError as error:
            print(error)
text = io.TextIOWrapper(io.BytesIO(b'bytes'), encoding='ascii')
inner = text.detach()
print(inner.read())
sys.stdout.flush()
sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding='utf-8',
                              write_through=True)
print('after \u00e9')

deep = []
for i in range(400):
    deep = [deep]
print(len(json.dumps(deep)), len(json.dumps(deep, default=str)))
for i in range(300000):
    deep = [deep]
try:
    json.dumps(deep)
except RecursionError:  # from 3.14 on the stack decides, and there is more of it
    pass
print('deep')


class Text:
    def __str__(self):
        return 'text'
    __repr__ = __str__


encode = UnicodeEncodeError('ascii', 'ab\u00e9', 2, 3, 'why')
decode = UnicodeDecodeError('ascii', b'ab\xff', 2, 3, 'why')
translate = UnicodeTranslateError('ab', 0, 1, 'why')
for error in encode, decode, translate:
    print(error)
    error.reason = Text()
    print(error, error.reason)
encode.encoding = Text()
print(encode, repr(str(UnicodeEncodeError.__new__(UnicodeEncodeError))))


class Own(OSError):
    pass


print(OSError(1, 'a'), OSError(2, 'b', 'f'), OSError(3, 'c', 'f', None, 'g'),
      OSError('x'), FileNotFoundError(2, 'n', b'f'), Own(2, 'x', 'y'),
      OSError(Text(), Text(), Text()), io.UnsupportedOperation('u'),
      BlockingIOError(11, 'b', 3), repr(OSError()))
