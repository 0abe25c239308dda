# technique: os._exit: no cleaning up
# goal: exit
# source: CTF folklore
import os
os._exit(77)
