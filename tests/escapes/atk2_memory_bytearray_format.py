# technique: what is formatted by bytearray % x empties the bytearray
# mended: 3.14
# goal: crash
# source: python/cpython#142557
class Item:
    def __repr__(self):
        text.clear()
        return 'x'


text = bytearray(1 << 25)
text[:2] = b'%a'
text % Item()
