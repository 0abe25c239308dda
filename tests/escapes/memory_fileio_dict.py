# technique: a raw stream of the standard input gets a readinto of ours through its dictionary, however it is come by, and keeps the view of the buffer
# goal: crash
# source: own analysis
import io
import sys

raw = getattr(sys.stdin.buffer, 'raw', sys.stdin.buffer)
kept = []


def readinto(view):
    kept.append(view)
    return 0


for way in (lambda: raw.__dict__.__setitem__('readinto', readinto),
            lambda: vars(raw).__setitem__('readinto', readinto),
            lambda: object.__getstate__(raw).__setitem__('readinto', readinto),
            lambda: io.RawIOBase.__dict__['__dict__'].__get__(raw)
            .__setitem__('readinto', readinto),
            lambda: object.__setattr__(raw, 'readinto', readinto)):
    try:
        way()
    except Exception:
        pass
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(raw, 16)
if kept:
    kept[0][0] = 65
