# technique: str() of a UnicodeDecodeError shows the byte at object[start], however negative start is: any byte of the process
# mended: 3.14
# goal: crash
# source: own analysis: UnicodeDecodeError_str() in exceptions.c (python/cpython#123378)
e = UnicodeDecodeError('u', b'x', 0, 1, 'r')
e.start = -id(e.object)  # about address 0
e.end = e.start + 1
str(e)
