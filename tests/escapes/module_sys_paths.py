# technique: sys attributes that were not granted
# goal: leak
# source: own analysis
import sys
print('ESCAPED', sys.path, sys.executable, sys.orig_argv)
