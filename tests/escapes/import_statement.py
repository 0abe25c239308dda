# technique: the import statement
# goal: import
# source: pysandbox, tests of import
import os
print('ESCAPED pid=%d' % os.getpid())
