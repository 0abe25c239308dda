# technique: try, else, finally, raise from, custom exceptions, notes
class AppError(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def attempt(action):
    try:
        result = action()
    except (KeyError, IndexError) as error:
        print('lookup', type(error).__name__, error.args)
    except AppError as error:
        print('app', error.code, error)
    except Exception as error:
        print('other', type(error).__name__, error)
    else:
        print('fine', result)
    finally:
        print('finally')


def fail():
    raise AppError(7, 'bad')


for action in (lambda: {}['x'], lambda: [][1], fail, lambda: 1 / 0, lambda: int('x'),
               lambda: None.x, lambda: undefined, lambda: 'a' + 1, lambda: 'ok'):
    attempt(action)
try:
    try:
        1 / 0
    except ZeroDivisionError as inner:
        raise ValueError('outer') from inner
except ValueError as error:
    print(error, repr(error.__cause__), error.__suppress_context__)
try:
    try:
        1 / 0
    finally:
        raise KeyError('k')
except KeyError as error:
    print(repr(error), repr(error.__context__), error.__traceback__ is not None)
error = ValueError('x')
error.add_note('a note')
print(error.__notes__, isinstance(error, Exception), error == error)
try:
    assert 1 == 2, 'message'
except AssertionError as error:
    print(error)
print(ZeroDivisionError.__mro__[1].__name__, issubclass(KeyError, LookupError))
