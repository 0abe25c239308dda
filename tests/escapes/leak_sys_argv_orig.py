# technique: sys.orig_argv shows how the interpreter was started
# goal: leak
# source: own analysis
import sys
if any('python' in word for word in sys.orig_argv):
    print('ESCAPED', sys.orig_argv)
