# technique: a null pointer by ctypes
# goal: crash
# source: CTF folklore
# needs: ctypes
import ctypes
ctypes.string_at(0)
