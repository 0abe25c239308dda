# technique: from granted import module
# goal: import
# source: CTF folklore
from uuid import os
print('ESCAPED pid=%d' % os.getpid())
