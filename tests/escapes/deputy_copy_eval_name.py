# technique: eval without globals, called by trusted code, evaluates in the trusted module
# goal: globals
# source: own analysis: the default namespace of eval
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return eval, ('_deepcopy_dispatch',)


if isinstance(copy.copy(Carrier()), dict):
    print('ESCAPED a name of the module copy')
