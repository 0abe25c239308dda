# technique: module.__dict__
# goal: import
# source: CTF folklore
import random
print('ESCAPED pid=%d' % random.__dict__['_os'].getpid())
