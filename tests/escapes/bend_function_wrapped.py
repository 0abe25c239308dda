# technique: __wrapped__ planted on a trusted function
# goal: bend
# source: own analysis
import json
json.loads.__wrapped__ = len
if json.loads.__wrapped__ is len:
    print('ESCAPED trusted function written')
