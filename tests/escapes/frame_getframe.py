# technique: sys._getframe
# goal: frames
# source: CTF folklore
import sys
if sys._getframe().f_globals is globals():
    print('ESCAPED frame')
