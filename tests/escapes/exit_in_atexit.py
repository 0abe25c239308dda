# technique: os._exit in an exit handler
# goal: exit
# source: time bombs
import atexit
import posix
atexit.register(posix._exit, 77)
