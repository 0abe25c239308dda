# technique: the place to search from, an __index__ of ours, empties the bytearray
# goal: crash
# python: 3.11-3.12
# source: python/cpython#142560
class Index:
    def __index__(self):
        text.clear()
        return 0


text = bytearray(1 << 25)
text.find(b'zzz', Index())
