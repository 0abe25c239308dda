# technique: copy calls __setstate__, found on a class: type.__setattr__ under another name
# goal: bend
# source: own analysis: confused deputies
import copy
import functools
import json


class Made:
    __setstate__ = staticmethod(functools.partial(
        type.__setattr__, json.JSONEncoder, 'default'))


class Carrier:
    def __reduce_ex__(self, version):
        return Made, (), lambda self, thing: 'bent'


copy.copy(Carrier())
if json.dumps({1, 2}) == '"bent"':
    print('ESCAPED trusted class calls ours')
