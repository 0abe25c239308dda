# technique: gc.get_referrers walks from an object to the namespaces that hold it
# goal: globals
# source: CTF folklore
import gc
import json
for thing in gc.get_referrers(json.dumps):
    if type(thing) is dict and thing.get('__name__') == 'json':
        print('ESCAPED globals of json')
