# technique: vars() without argument, called by trusted code
# goal: frames
# source: own analysis: the default namespace of vars
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return vars, ()


found = copy.copy(Carrier())
if 'args' in found and 'func' in found:
    print('ESCAPED locals', sorted(found))
