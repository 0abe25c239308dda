# technique: a submodule of something granted or not
# goal: import
# source: own analysis
import os.path as path
print('ESCAPED pid=%d' % path.os.getpid())
