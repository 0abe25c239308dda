# technique: copy and deepcopy, with the protocols of classes
import copy
a = [1, [2, 3], {'k': [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9)
print(b[1], c[1], c)
loop = [1]
loop.append(loop)
d = copy.deepcopy(loop)
print(d[1] is d, d is not loop)


class Point:
    def __init__(self, x):
        self.x = x
        self.friends = []

    def __eq__(self, other):
        return self.x == other.x


p = Point(1)
q = copy.copy(p)
r = copy.deepcopy(p)
print(q == p, q.friends is p.friends, r.friends is p.friends)


class Custom:
    def __init__(self, n):
        self.n = n

    def __copy__(self):
        return Custom(self.n + 1)

    def __deepcopy__(self, memo):
        return Custom(self.n + 100)


print(copy.copy(Custom(1)).n, copy.deepcopy(Custom(1)).n)


class Reduced:
    def __init__(self, text):
        self.text = text

    def __reduce__(self):
        return Reduced, (self.text * 2,), {'extra': 1}


r = copy.copy(Reduced('ab'))
print(r.text, r.extra)


class Stateful:
    __slots__ = ('a', 'b')

    def __getstate__(self):
        return (self.a,)

    def __setstate__(self, state):
        self.a, self.b = state[0], 'restored'


s = Stateful()
s.a, s.b = 1, 2
t = copy.copy(s)
print(t.a, t.b, copy.copy((1, 2)), copy.deepcopy({'a': {1, 2}}), copy.copy(len) is len)


class List(list):
    pass


mine = List([1, 2])
mine.name = 'n'
other = copy.deepcopy(mine)
print(type(other).__name__, other, other.name, copy.deepcopy(range(3)), copy.deepcopy(b'x'))
import collections, datetime, decimal, enum, re
for thing in collections.OrderedDict(a=[1]), collections.deque([1]), collections.Counter('ab'), datetime.date(2024, 1, 1), decimal.Decimal('1.5'), re.compile('a'), slice(1, 2), Exception('x'):
    print(type(copy.deepcopy(thing)).__name__, repr(copy.deepcopy(thing)) == repr(thing))
try:
    copy.copy(x for x in [])
except TypeError as error:
    print(error)
