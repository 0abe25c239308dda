# technique: from granted import _private
# goal: import
# source: CTF folklore
from random import _os
print('ESCAPED pid=%d' % _os.getpid())
