# technique: sys.modules
# goal: import
# source: CTF folklore
import sys
print('ESCAPED pid=%d' % sys.modules['posix'].getpid())
