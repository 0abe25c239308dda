# technique: functools.update_wrapper sets the attributes of the class for us
# goal: bend
# source: own analysis: confused deputies
import functools
import json


class Fake:
    def default(self, thing):
        return 'bent'


functools.update_wrapper(json.JSONEncoder, Fake, assigned=['default'], updated=[])
if json.dumps({1, 2}) == '"bent"':
    print('ESCAPED trusted class calls ours')
