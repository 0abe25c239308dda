# technique: module.__class__ may be assigned: a class with __getattribute__ of ours
# goal: bend
# source: Python 3.5, module.__class__
import json


class Module(type(json)):
    def __getattribute__(self, name):
        seen.append(name)
        return super().__getattribute__(name)


seen = []
json.__class__ = Module
json.dumps
if seen:
    print('ESCAPED module bent')
