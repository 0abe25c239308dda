# technique: sys.stdout assigned and restored
import io
import sys
kept = sys.stdout
sys.stdout = io.StringIO()
print('captured')
text = sys.stdout.getvalue()
sys.stdout = kept
print('restored', repr(text))


class Tee:
    def __init__(self, *streams):
        self.streams = streams

    def write(self, text):
        for stream in self.streams:
            stream.write(text)

    def flush(self):
        for stream in self.streams:
            stream.flush()


page = io.StringIO()
sys.stdout = Tee(kept, page)
print('twice')
sys.stdout = kept
print(repr(page.getvalue()))
