# technique: functools.partial.func and partialmethod.func lead to the function again
# goal: globals
# source: own analysis
import functools
import json
if functools.partial(json.dumps).func.__globals__['__name__'] == 'json':
    print('ESCAPED globals of json')
