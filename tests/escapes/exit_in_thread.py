# technique: _exit from another thread
# goal: exit
# source: own analysis
import _thread
import posix
import time
_thread.start_new_thread(posix._exit, (77,))
time.sleep(5)
