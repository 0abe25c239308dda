# technique: os.system
# goal: exec-command
# source: CTF folklore
import os
os.system('echo x > @OUT@/file')
