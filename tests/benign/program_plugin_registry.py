# technique: a registry filled by decorators, looked up by name, with signatures checked by calling
registry = {}


def command(name=None, *, aliases=()):
    def decorate(function):
        for key in (name or function.__name__, *aliases):
            registry[key] = function
        return function
    return decorate


@command()
def add(*numbers):
    """Add numbers."""
    return sum(map(int, numbers))


@command('rev', aliases=['reverse'])
def reverse_text(text):
    """Reverse a text."""
    return text[::-1]


for line in 'add 1 2 3', 'rev abc', 'reverse', 'unknown x':
    name, *args = line.split()
    try:
        print(line, '=>', registry[name](*args))
    except KeyError as error:
        print('no command', error)
    except TypeError as error:
        print('usage:', registry[name].__doc__, '|', error)
print({name: function.__name__ for name, function in registry.items()}, add.__code__ is None if False else callable(add))
