# technique: the same, the dict fetched by update_wrapper
# goal: bend
# source: own analysis: confused deputies
import functools
import json


class Mine:
    pass


class Ours(json.JSONEncoder):
    def default(self, thing):
        return 'bent'


mine = functools.update_wrapper(Mine(), json.dumps, assigned=['__kwdefaults__'], updated=[])
vars(mine)['__kwdefaults__']['cls'] = Ours
if json.dumps({1}) == '"bent"':
    print('ESCAPED trusted function bent')
