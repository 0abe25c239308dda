# technique: ExitStack calls what was registered
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import contextlib
import functools
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
with contextlib.ExitStack() as stack:
    stack.callback(peek)
if kept[0]['__name__'] == 'contextlib':
    print('ESCAPED globals of contextlib')
