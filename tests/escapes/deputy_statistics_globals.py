# technique: statistics consumes an iterator that evaluates
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import statistics
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
try:
    statistics.median(peek.args[0])
except TypeError:
    pass
if kept[0]['__name__'] == 'statistics':
    print('ESCAPED globals of statistics')
