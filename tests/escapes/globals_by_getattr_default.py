# technique: getattr with a default hides a guard's error, hasattr tells whether it would have worked
# goal: globals
# source: own analysis: a guard that answers once
import json
for _ in range(100):
    g = getattr(json.dumps, '__globals__', None)
    if g:
        print('ESCAPED globals of', g['__name__'])
        break
