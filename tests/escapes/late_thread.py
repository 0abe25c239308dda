# technique: another thread has a stack of its own
# goal: read-secret
# source: own analysis
import _thread
import time
found = []
_thread.start_new_thread(lambda: found.append(open('@SECRET@').read()), ())
while not found:
    time.sleep(0.01)
print(*found)
