# technique: a module behind a leading underscore
# goal: import
# source: CTF folklore
import random
print('ESCAPED pid=%d' % random._os.getpid())
