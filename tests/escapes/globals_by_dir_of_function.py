# technique: dir() and vars() of a function, and its __getstate__ and __reduce__
# goal: globals
# source: own analysis
import json
for name in dir(json.dumps):
    value = getattr(json.dumps, name, None)
    if isinstance(value, dict) and '__builtins__' in value:
        print('ESCAPED', name)
