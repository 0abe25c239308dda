# technique: functools.update_wrapper copies the attributes that we name, from the object that we name
# goal: globals
# source: own analysis: confused deputies
import functools
import json


class Mine:
    pass


mine = Mine()
functools.update_wrapper(mine, json.dumps, assigned=['__globals__'], updated=[])
if '__builtins__' in vars(mine)['__globals__']:
    print('ESCAPED globals of json')
