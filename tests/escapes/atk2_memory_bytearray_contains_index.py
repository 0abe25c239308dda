# technique: the byte that is searched for, an __index__ of ours, empties the bytearray
# mended: 3.14
# goal: crash
# source: python/cpython#142560
class Index:
    def __index__(self):
        text.clear()
        return 1


text = bytearray(1 << 25)
Index() in text
