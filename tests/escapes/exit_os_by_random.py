# technique: os._exit by an attribute of a granted module
# goal: exit
# source: CTF folklore
import random
random._os._exit(77)
