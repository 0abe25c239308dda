# technique: functools.wraps leaves the inner function in __wrapped__
# goal: globals
# source: CTF folklore
import contextlib


@contextlib.contextmanager
def f():
    yield


if '__builtins__' in f.__globals__ and f.__globals__['__name__'] == 'contextlib':
    print('ESCAPED globals of contextlib')
