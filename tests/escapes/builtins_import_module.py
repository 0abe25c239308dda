# technique: import builtins
# goal: builtins
# source: CTF folklore
import builtins
print('ESCAPED pid=%d' % builtins.__import__('posix').getpid())
