# technique: functions that trusted decorators return carry the globals of the decorator's module
# goal: globals
# source: own analysis
import functools


@functools.lru_cache
def f():
    pass


@functools.singledispatch
def g(x):
    pass


if g.dispatch.__globals__['__name__'] == 'functools':
    print('ESCAPED globals of functools')
