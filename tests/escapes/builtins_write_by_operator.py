# technique: operator.setitem, and copy with a __reduce_ex__ that sets items: trusted code writes
# goal: bend
# source: own analysis: confused deputies
import copy
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)


class Carrier:
    def __reduce_ex__(self, version):
        return lambda: b, (), None, None, [('planted', 'ESCAPED builtins written')]


copy.copy(Carrier())
print(planted)
