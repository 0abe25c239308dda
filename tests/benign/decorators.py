# technique: decorators with and without arguments, functools.wraps
import functools


def twice(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs), function(*args, **kwargs)
    return wrapper


def tag(name):
    def decorate(function):
        function.tag = name
        return function
    return decorate


@tag('greeting')
@twice
def greet(name, mark='!'):
    """Say hello."""
    return 'hello ' + name + mark


print(greet('you', mark='?'), greet.__name__, greet.__doc__, greet.tag)
print(greet.__wrapped__('me'), greet.__qualname__, greet.__module__)


class Deco:
    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)


@Deco
def square(x):
    return x * x


print(square(3), square(4), square.calls)
