# technique: heapq.nlargest calls its key function
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import heapq
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
heapq.nlargest(1, ['x'], key=peek)
if kept[0]['__name__'] == 'heapq':
    print('ESCAPED globals of heapq')
