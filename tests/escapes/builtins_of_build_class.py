# technique: __build_class__.__self__
# goal: builtins
# source: CTF folklore
module = __build_class__.__self__
print('ESCAPED pid=%d' % module.__import__('posix').getpid())
