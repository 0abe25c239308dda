# technique: attributes of a function of the library are written by the descriptors of the function type
# goal: bend
# source: own analysis: a descriptor does not go through tp_setattro
# debatable: only names and texts
import json

function = type(json.dumps)
for name in '__name__', '__module__', '__doc__':
    function.__dict__[name].__set__(json.dumps, 'planted')
print('ESCAPED', json.dumps.__name__, json.dumps.__module__)
