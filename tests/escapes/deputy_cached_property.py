# technique: functools.cached_property calls what computes the value
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))


class Lazy:
    value = functools.cached_property(peek)


Lazy().value
if kept[0]['__name__'] == 'functools':
    print('ESCAPED globals of functools')
