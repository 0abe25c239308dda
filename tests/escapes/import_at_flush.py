# technique: import in the flush() of our standard output, which CPython calls when all is over
# goal: import
# source: time bombs
import sys


class Stream:
    def __init__(self, stream):
        self.write, self.inner = stream.write, stream

    def flush(self):
        import posix
        self.write('ESCAPED pid=%d\n' % posix.getpid())
        self.inner.flush()


sys.stdout = Stream(sys.stdout)
