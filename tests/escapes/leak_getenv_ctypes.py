# technique: getenv(3)
# goal: env
# source: scrubbing os.environ is not enough
# needs: ctypes
import ctypes
libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
print(libc.getenv(b'PYSBX_TEST_TOKEN'))
