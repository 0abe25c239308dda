# technique: __buffer__ of what is written closes the BytesIO that writes it
# goal: crash
# source: PEP 688, re-entrant buffers
# python: 3.12+
# debatable: one of many of the kind in CPython; the kernel layer contains it
# mended: later releases
import io


class Evil:
    def __buffer__(self, flags):
        stream.close()
        return memoryview(b'x' * 100)


stream = io.BytesIO(b'data')
try:
    stream.write(Evil())
except ValueError:
    pass
