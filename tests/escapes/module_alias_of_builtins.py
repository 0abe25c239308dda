# technique: enum.bltns, the builtins module under another name
# goal: builtins
# source: own analysis
import enum
print('ESCAPED pid=%d' % enum.bltns.__import__('posix').getpid())
