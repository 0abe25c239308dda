# technique: system(3) by ctypes
# goal: exec-command
# source: CTF folklore
# needs: ctypes
import ctypes
ctypes.CDLL(None).system(b'echo x > @OUT@/file')
