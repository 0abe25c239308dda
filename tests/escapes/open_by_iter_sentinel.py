# technique: iter(callable, sentinel)
# goal: read-secret
# source: own analysis
import functools
print(next(iter(functools.partial(open, '@SECRET@'), None)).read())
