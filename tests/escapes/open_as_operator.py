# technique: open bound to an operator of a class: no call in the source
# goal: read-secret
# source: CTF jails without calls (GCTF treebox)
class Slash:
    __truediv__ = open


print((Slash() / '@SECRET@').read())
