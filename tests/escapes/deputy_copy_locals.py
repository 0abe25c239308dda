# technique: locals(), called by trusted code
# goal: frames
# source: own analysis: the default namespace of locals
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return locals, ()


found = copy.copy(Carrier())
if 'args' in found and 'func' in found:
    print('ESCAPED locals', sorted(found))
