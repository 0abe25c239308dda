# technique: a signal to ourselves or to others
# goal: leak
# source: own analysis
import os
import signal
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
os.kill(os.getpid(), signal.SIGUSR1)
if seen:
    print('ESCAPED a signal sent')
