# technique: the raw stream of the standard input gets a readinto of ours, by a name that is no 'readinto' but is equal to it
# goal: crash
# source: own analysis: a dict finds what says that it is equal
import io
import sys


class Name(str):
    def __hash__(self):
        return hash('readinto')

    def __eq__(self, other):
        return other == 'readinto'


def readinto(view):
    kept.append(view)
    return 0


kept = []
raw = getattr(sys.stdin.buffer, 'raw', sys.stdin.buffer)
setattr(raw, Name('x'), readinto)
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(io.BytesIO(), 16)
kept[0][0] = 65
