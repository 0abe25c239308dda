# technique: dir() without argument, called by trusted code
# goal: leak
# source: own analysis: the default namespace of dir
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return dir, ()


found = copy.copy(Carrier())
if 'func' in found and 'state' in found:
    print('ESCAPED names of locals', found)
