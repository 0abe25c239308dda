# technique: the buffer of a text stream detaches it in the middle of a read, which goes on with nothing
# goal: crash
# python: 3.11-3.13
# source: own fuzzing; the like of python/cpython#143008
import io


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, into):
        text.detach()
        into[:3] = b'abc'
        return 3


text = io.TextIOWrapper(io.BufferedReader(Raw()))
text.read(5)
