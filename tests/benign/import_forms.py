# technique: the forms of the import statement
import collections.abc
import collections as c
import json.decoder
import math, string as s
from collections import OrderedDict, defaultdict as dd
from itertools import *
from json import decoder, encoder
from math import (floor,
                  ceil)
print(collections.abc.Mapping.__name__, c.Counter('aab'), json.decoder.JSONDecodeError.__name__)
print(s.digits, OrderedDict(a=1), dd(int)[0], list(islice(count(), 3)))
print(decoder.JSONDecoder().decode('[1]'), encoder.JSONEncoder().encode({}), floor(1.5), ceil(1.5), math.pi)


def lazily():
    import heapq
    from bisect import bisect
    return heapq.nsmallest(1, [3, 1]), bisect([1, 2], 1)


print(lazily(), lazily())
print(__import__('math').sqrt(16), math.__name__, type(math).__name__)


class Body:
    import textwrap
    from string import ascii_lowercase as letters


print(Body.letters[:3], Body.textwrap.shorten('a b c d', 5))
