# technique: difflib calls isjunk for every element
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import difflib
import functools
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
difflib.SequenceMatcher(peek, 'a', 'b')
if kept[0]['__name__'] == 'difflib':
    print('ESCAPED globals of difflib')
