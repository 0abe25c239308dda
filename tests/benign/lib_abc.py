# technique: abstract base classes
import abc
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence, Sized


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self):
        """The area."""

    @property
    @abc.abstractmethod
    def name(self): ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2

    @property
    def name(self):
        return 'square'


print(Square(3).area(), Square(1).name, sorted(Shape.__abstractmethods__))
try:
    Shape()
except TypeError as error:
    print(type(error).__name__, 'abstract' in str(error))


@Shape.register
class Other:
    pass


print(isinstance(Other(), Shape), issubclass(Other, Shape), issubclass(int, Shape), isinstance(3, Shape))


class Quacks(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return True if any('quack' in k.__dict__ for k in other.__mro__) else NotImplemented


class Duck:
    def quack(self):
        pass


print(issubclass(Duck, Quacks), isinstance(Duck(), Quacks), issubclass(int, Quacks))


class Range(Sequence):
    def __getitem__(self, k):
        if k >= 3:
            raise IndexError
        return k * 10

    def __len__(self):
        return 3


r = Range()
print(list(r), 20 in r, r.index(10), list(reversed(r)), r.count(0))


class Box(Mapping):
    def __getitem__(self, key):
        return {'a': 1}[key]

    def __iter__(self):
        return iter('a')

    def __len__(self):
        return 1


print(dict(Box()), Box().get('b', 5), 'a' in Box(), Box() == {'a': 1}, list(Box().items()))
print(isinstance([], MutableSequence), isinstance(len, Callable), isinstance('', Iterable), isinstance(iter([]), Iterator), issubclass(dict, Sized))


class Meta(abc.ABCMeta):
    pass


class WithMeta(metaclass=Meta):
    @abc.abstractmethod
    def f(self): ...


print(WithMeta.__abstractmethods__ == {'f'}, abc.get_cache_token() is not None)
