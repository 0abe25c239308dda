# technique: collections
import collections.abc
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple, ChainMap, UserDict, UserList, UserString
words = 'the cat and the dog and the bird'.split()
print(Counter(words).most_common(2), Counter('aab') + Counter('ab'), sorted(Counter('ab').elements()))
groups = defaultdict(list)
for word in words:
    groups[len(word)].append(word)
print(dict(groups))
queue = deque(range(5), maxlen=3)
queue.appendleft(9)
queue.rotate(1)
print(queue, queue.popleft(), list(queue))
order = OrderedDict(a=1, b=2)
order.move_to_end('a')
print(order, order.popitem())
Point = namedtuple('Point', 'x y', defaults=[0])
p = Point(3)
print(p, p._replace(y=4), p._asdict(), Point._fields, Point._make([1, 2]), p == (3, 0), Point.__doc__, p.x)
try:
    namedtuple('Bad', 'a a')
except ValueError as error:
    print(error)
print(namedtuple('R', 'a class', rename=True)._fields)


class Money(namedtuple('Money', 'amount currency')):
    __slots__ = ()

    def __str__(self):
        return f'{self.amount} {self.currency}'


print(Money(5, 'EUR'), repr(Money(1, 'x')), Point.__module__)
chain = ChainMap({'a': 1}, {'a': 2, 'b': 3})
print(chain['a'], chain['b'], dict(chain.parents), sorted(chain))


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


print(Lower(A=1, B=2), UserList([1]) + [2], UserString('x') * 3)
print(isinstance({}, collections.abc.Mapping), isinstance([], collections.abc.Hashable))
