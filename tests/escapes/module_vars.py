# technique: vars(module)
# goal: import
# source: CTF folklore
import random
print('ESCAPED pid=%d' % vars(random)['_os'].getpid())
