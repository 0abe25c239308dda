# technique: functools
import functools
import operator


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info(), functools.reduce(operator.add, range(5), 100))


@functools.cache
def square(x):
    print('computing', x)
    return x * x


print(square(3), square(3))
add = functools.partial(lambda a, b, c=0: (a, b, c), 1, c=3)
print(add(2), add.args, add.keywords)


@functools.total_ordering
class Age:
    def __init__(self, years):
        self.years = years

    def __eq__(self, other):
        return self.years == other.years

    def __lt__(self, other):
        return self.years < other.years


print(Age(1) <= Age(2), Age(3) > Age(2), Age(1) >= Age(1))


@functools.singledispatch
def show(thing):
    return 'thing'


@show.register
def _(thing: int):
    return f'int {thing}'


@show.register(list)
def _(thing):
    return f'list of {len(thing)}'


@show.register
def _(thing: 'str | bytes'):
    return 'text'


print(show(1), show([1, 2]), show('x'), show(b'x'), show(2.5), show.dispatch(bool)(True), len(show.registry))


class Lazy:
    calls = 0

    @functools.cached_property
    def value(self):
        Lazy.calls += 1
        return 42

    @functools.singledispatchmethod
    def tell(self, x):
        return 'any'

    @tell.register
    def _(self, x: int):
        return 'int'

    def base(self, a, b):
        return a, b

    half = functools.partialmethod(base, 1)


lazy = Lazy()
print(lazy.value, lazy.value, Lazy.calls, lazy.tell(1), lazy.tell('x'), lazy.half(2), vars(lazy))
print(sorted(['b', 'A', 'c'], key=functools.cmp_to_key(lambda x, y: (x.lower() > y.lower()) - (x.lower() < y.lower()))))


def source():
    """doc"""


@functools.wraps(source)
def target():
    pass


print(target.__name__, target.__doc__, target.__wrapped__ is source)
