# technique: sys.exc_info
# goal: frames
# source: CTF folklore
import sys
try:
    1 / 0
except ZeroDivisionError:
    if sys.exc_info()[2].tb_frame.f_globals is globals():
        print('ESCAPED frame')
