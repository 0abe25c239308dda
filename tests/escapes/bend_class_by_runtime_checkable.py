# technique: typing decorators mark what they are given: a trusted class
# goal: bend
# source: own analysis: confused deputies
import json
import typing
typing.final(json.JSONEncoder)
if json.JSONEncoder.__final__:
    print('ESCAPED trusted class changed')
