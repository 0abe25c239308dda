# technique: mappingproxy | ours hands over the real dict
# goal: bend
# mended: later releases
# source: CPython gh-88004 (bpo-43838)
import json


class Spy:
    def __ror__(self, other):
        other['default'] = lambda self, thing: 'bent'


json.JSONEncoder.__dict__ | Spy()
if json.JSONEncoder.default(0, 0) == 'bent':
    print('ESCAPED trusted class written')
