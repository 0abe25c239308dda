# technique: f.__kwdefaults__ assigned
# goal: bend
# source: safelite, secrets in defaults
import json


class Ours(json.JSONEncoder):
    def default(self, thing):
        return 'bent'


json.dumps.__kwdefaults__ = dict(json.dumps.__kwdefaults__, cls=Ours)
if json.dumps({1}) == '"bent"':
    print('ESCAPED trusted function bent')
