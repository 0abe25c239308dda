# technique: type(f).__globals__ is the descriptor itself
# goal: globals
# source: descriptors outlive attribute hooks
import types
import json
if '__builtins__' in types.FunctionType.__globals__.__get__(json.dumps, None):
    print('ESCAPED globals of json')
