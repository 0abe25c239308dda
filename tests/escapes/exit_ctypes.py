# technique: exit_group(2) as a raw system call
# goal: exit
# source: CTF folklore
# needs: ctypes
import ctypes
ctypes.CDLL(None).syscall(231, 77)
