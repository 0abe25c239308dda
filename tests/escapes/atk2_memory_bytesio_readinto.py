# technique: a buffered reader over a BytesIO whose instance has a readinto of ours, which keeps the view of the buffer; the buffer is freed
# goal: crash
# source: own analysis: a BytesIO of the exact type has a __dict__
import io

raw = io.BytesIO(b'x' * 100)
kept = []


def readinto(view):
    kept.append(view)
    return 0


raw.readinto = readinto
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(io.BytesIO(), 16)
kept[0][0] = 65
