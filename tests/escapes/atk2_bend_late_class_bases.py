# technique: the bases of a class that must stay writable for its own module, by the descriptor of type
# goal: bend
# source: own analysis: a getset descriptor does not go through tp_setattro
import collections.abc


class Base(collections.abc.Sequence):
    __slots__ = ()
    planted = 'ESCAPED trusted class has our base'


late = getattr(collections.abc, 'ByteString', None)
if late is None:
    late = type(compile('1', 'x', 'eval', 0x400))
type.__dict__['__bases__'].__set__(late, (Base,))
print(late.planted)
