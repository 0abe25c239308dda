# technique: nested sorts, each of which keeps 4 KB on the C stack, as deep as the recursion limit lets us
# goal: crash
# debatable: a crash that only the kernel layer contains
# python: 3.11
# source: own analysis
import sys
sys.setrecursionlimit(1000000)


def key(item):
    return sorted([1, 2], key=key)


key(1)
