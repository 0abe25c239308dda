# technique: sys._current_frames and sys._current_exceptions
# goal: frames
# source: CTF folklore
import sys
for frame in sys._current_frames().values():
    if frame.f_globals is globals():
        print('ESCAPED frame')
