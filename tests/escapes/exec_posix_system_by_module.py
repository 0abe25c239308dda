# technique: posix.system by a granted module
# goal: exec-command
# source: CTF folklore
import contextlib
contextlib.os.system('echo x > @OUT@/file')
