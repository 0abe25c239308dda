# technique: repr() of a functools.partial calls repr() of its arguments, which replace the arguments by partial.__setstate__
# goal: crash
# python: 3.11
# source: own analysis: partial_repr() in _functoolsmodule.c
import functools

p = functools.partial(int)


class Value:
    def __repr__(self):
        p.__setstate__((int, (), {}, {}))
        return 'v'


for i in range(100):
    p.__setstate__((int, (Value(), Value(), [1, 2]),
                    {'a': Value(), 'b': [2]}, {}))
    repr(p)
