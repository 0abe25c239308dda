# technique: copy sets the state of an object: of the sys module, a name at a time
# goal: bend
# source: own analysis: confused deputies
import copy
import sys


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: sys, (), (None, {'tracebacklimit': 0, 'planted': 'x'})


copy.copy(Carrier())
if sys.planted == 'x':
    print('ESCAPED attribute of sys written')
