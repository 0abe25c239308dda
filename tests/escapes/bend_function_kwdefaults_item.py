# technique: the dict of f.__kwdefaults__ changed in place
# goal: bend
# source: own analysis
import json


class Ours(json.JSONEncoder):
    def default(self, thing):
        return 'bent'


json.dumps.__kwdefaults__['cls'] = Ours
if json.dumps({1}) == '"bent"':
    print('ESCAPED trusted function bent')
