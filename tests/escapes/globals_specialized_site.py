# technique: an attribute site that the interpreter has specialized on our own class sees a trusted function next
# goal: globals
# source: PEP 659
import json


class Mine:
    __globals__ = {'__name__': 'mine'}


def read(thing):
    return thing.__globals__


mine = Mine()
for _ in range(1000):
    read(mine)
if '__builtins__' in read(json.dumps):
    print('ESCAPED globals of json')
