# technique: the same for the defaults of a function
# goal: closure
# source: own analysis: a grant without its operand
import dataclasses
import functools
import itertools
import operator
import random


def vault():
    def check(guess, secret=random.getrandbits(64)):
        return type(guess) is int and guess == secret
    return check


check = vault()
kept = []
reads = itertools.chain([None], map(kept.append, map(operator.attrgetter('__defaults__'), [check])))


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
if check(kept[0][0]):
    print('ESCAPED', kept[0])
