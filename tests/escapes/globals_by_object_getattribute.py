# technique: object.__getattribute__
# goal: globals
# source: rexec and new-style classes
import json
if '__builtins__' in object.__getattribute__(json.dumps, '__globals__'):
    print('ESCAPED globals of json')
