# technique: the setter of type.__abstractmethods__ does not ask whether the class is immutable
# goal: bend
# source: own analysis: type_set_abstractmethods() in typeobject.c
import json

try:
    type.__dict__['__abstractmethods__'].__set__(json.JSONEncoder,
                                                 frozenset(['x']))
    json.dumps({}, indent=1)
except TypeError as error:
    if 'abstract class' in str(error):
        print('ESCAPED', error)
