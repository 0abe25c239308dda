# technique: from ... import *
# goal: import
# source: own analysis
from posix import *
print('ESCAPED pid=%d' % getpid())
