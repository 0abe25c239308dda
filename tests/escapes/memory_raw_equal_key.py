# technique: a BytesIO whose instance has a readinto of ours, by a key that is no 'readinto' but is equal to it
# goal: crash
# source: own analysis: a dict finds what says that it is equal
import io


class Key(str):
    def __hash__(self):
        return hash('readinto')

    def __eq__(self, other):
        return other == 'readinto'


def readinto(view):
    kept.append(view)
    return 0


kept = []
raw = io.BytesIO(b'x' * 100)
raw.__setstate__((b'x' * 100, 0, {Key('x'): readinto}))
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(io.BytesIO(), 16)
kept[0][0] = 65
