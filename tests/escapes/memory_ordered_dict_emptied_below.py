# technique: dict.clear() of an OrderedDict, whose list of keys popitem() and pop() go by
# goal: crash
# python: 3.13
# mended: later releases
# source: own fuzzing
import collections

for take in (lambda: ordered.popitem(), lambda: ordered.popitem(last=False),
             lambda: ordered.pop('a')):
    ordered = collections.OrderedDict(a=1, b=2)
    dict.clear(ordered)
    try:
        take()
    except KeyError:
        pass
