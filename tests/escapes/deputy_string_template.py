# technique: Template.substitute asks a mapping of ours: a defaultdict
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import collections
import functools
import string
kept = []
peek = functools.partial(next, map(kept.append, map(eval, ['globals()'])), 0)
string.Template('$x').substitute(collections.defaultdict(peek))
if kept[0]['__name__'] == 'string':
    print('ESCAPED globals of string')
