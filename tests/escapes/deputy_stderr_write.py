# technique: a warning is written to our sys.stderr, below the frame of warnings
# python: 3.11-3.13
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import sys
import warnings
kept = []


class Stream:
    write = staticmethod(functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()']))))


sys.stderr = Stream()
warnings.warn('look')
if kept[0]['__name__'] == 'warnings':
    print('ESCAPED globals of warnings')
