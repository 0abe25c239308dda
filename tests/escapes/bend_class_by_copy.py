# technique: copy sets the attributes of the class for us
# goal: bend
# source: own analysis: confused deputies
import copy
import json


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: json.JSONEncoder, (), (None, {'default': lambda self, thing: 'bent'})


copy.copy(Carrier())
if json.dumps({1, 2}) == '"bent"':
    print('ESCAPED trusted class calls ours')
