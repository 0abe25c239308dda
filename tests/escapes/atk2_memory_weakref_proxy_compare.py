# technique: the last reference to what two weak proxies stand for goes while they are compared
# goal: crash
# python: 3.11
# source: own analysis: proxy_richcompare() in weakrefobject.c
import weakref


class Item:
    def __eq__(self, other):
        objects.clear()
        junk.append([Item() for i in range(100)])
        return NotImplemented


junk = []
for i in range(200):
    objects = [Item(), Item()]
    a, b = map(weakref.proxy, objects)
    a == b
junk.clear()
junk = [Item() for i in range(10000)]
