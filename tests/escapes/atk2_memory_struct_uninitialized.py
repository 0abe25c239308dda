# technique: sizeof of a Struct that was never initialized
# mended: 3.14
# goal: crash
# source: own analysis: s_sizeof() reads through NULL
import struct
struct.Struct.__new__(struct.Struct).__sizeof__()
