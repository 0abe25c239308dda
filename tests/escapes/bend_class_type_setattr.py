# technique: the same by type.__setattr__
# goal: bend
# source: pysandbox, test_readonly_import
import json


def ours(self, thing):
    return 'bent'


type.__setattr__(json.JSONEncoder, 'default', ours)
if json.dumps({1, 2}) == '"bent"':
    print('ESCAPED trusted class calls ours')
