# technique: the recursion limit raised, then recursion through C code
# goal: crash
# mended: later releases
# source: Lib/test/crashers
# python: 3.11
import sys
sys.setrecursionlimit(1 << 30)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + 'x')

    def __repr__(self):
        return repr(self)


repr(Deep())
