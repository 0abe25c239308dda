# technique: copy updates the __dict__ of what __reduce_ex__ returns: of a trusted function
# goal: bend
# source: own analysis: confused deputies
import copy
import json


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: json.dumps, (), {'planted': 1}


copy.copy(Carrier())
if json.dumps.planted:
    print('ESCAPED trusted function written')
