# technique: a partial gets a new state while its repr is made; its class has `args` and `keywords` of its own that say it is fresh
# mended: 3.14
# goal: crash
# source: own analysis: the repair asks an attribute that a subclass may replace
import functools


class Partial(functools.partial):
    args = ()
    keywords = {}


class Item:
    def __repr__(self):
        partial.__setstate__((print, (), {}, None))
        return 'x'


partial = Partial(print, Item(), *range(1000, 1 << 21))
repr(partial)
