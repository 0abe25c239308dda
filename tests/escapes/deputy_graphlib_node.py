# technique: graphlib hashes the nodes
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import graphlib
kept = []
peek = functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0)


class Node:
    __hash__ = staticmethod(peek)


try:
    graphlib.TopologicalSorter().add(Node())
except TypeError:
    pass
if kept[0]['__name__'] == 'graphlib':
    print('ESCAPED globals of graphlib')
