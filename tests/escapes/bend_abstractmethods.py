# technique: abc.update_abstractmethods and __abstractmethods__ on a trusted class
# goal: bend
# source: own analysis: confused deputies
import json
json.JSONEncoder.__abstractmethods__ = frozenset(['x'])
try:
    json.dumps({}, indent=1)
except TypeError as error:
    print('ESCAPED', error)
