# technique: a buffered reader over a BytesIO that got a readinto of ours by __setstate__
# goal: crash
# source: own analysis: BytesIO.__setstate__ fills the __dict__
import io

kept = []


def readinto(view):
    kept.append(view)
    return 0


raw = io.BytesIO(b'x' * 100)
raw.__setstate__((b'x' * 100, 0, {'readinto': readinto}))
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(io.BytesIO(), 16)
kept[0][0] = 65
