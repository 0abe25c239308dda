# technique: the member descriptor of the function type
# goal: globals
# source: descriptors outlive attribute hooks
import json
kind = type(json.dumps)
if '__builtins__' in kind.__dict__['__globals__'].__get__(json.dumps):
    print('ESCAPED globals of json')
