# technique: the flush of our standard output leaves
# goal: exit
# source: time bombs
import posix
import sys


class Stream:
    def write(self, text):
        pass

    def flush(self):
        posix._exit(77)


sys.stdout = Stream()
