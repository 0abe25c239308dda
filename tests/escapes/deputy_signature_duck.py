# technique: inspect takes the signature of what looks like a function: a property of it reads __code__ of another, below the frame that may
# goal: code
# source: own analysis: a grant without its operand
import dataclasses
import functools
import itertools
import json
import operator
kept = []
reads = itertools.chain([None], map(kept.append, map(operator.attrgetter('__code__'), [json.dumps])))


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
if 'cls' in kept[0].co_varnames:
    print('ESCAPED code of json.dumps')
