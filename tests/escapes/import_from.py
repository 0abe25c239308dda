# technique: from ... import
# goal: import
# source: pysandbox, tests of import
from posix import getpid
print('ESCAPED pid=%d' % getpid())
