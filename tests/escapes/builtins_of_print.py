# technique: print.__self__ is the builtins module
# goal: builtins
# source: CTF folklore
print('ESCAPED pid=%d' % print.__self__.__import__('posix').getpid())
