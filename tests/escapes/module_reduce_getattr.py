# technique: functools.reduce(getattr, ...)
# goal: import
# source: CTF folklore
import contextlib
import functools
print('ESCAPED pid=%d' % functools.reduce(getattr, ['os', 'getpid'], contextlib)())
