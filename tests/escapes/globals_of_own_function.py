# technique: __globals__ of a function of our own
# goal: globals
# source: pysandbox, "read a function's globals"
def f():
    pass


if f.__globals__['f'] is f:
    print('ESCAPED', len(f.__globals__))
