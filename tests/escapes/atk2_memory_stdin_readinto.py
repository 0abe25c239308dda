# technique: the same with the raw stream of the standard input, a FileIO
# goal: crash
# source: own analysis
import io
import sys

raw = getattr(sys.stdin.buffer, 'raw', sys.stdin.buffer)
kept = []


def readinto(view):
    kept.append(view)
    return 0


raw.readinto = readinto
reader = io.BufferedReader(raw, 1 << 25)
reader.peek()
reader.__init__(raw, 16)
kept[0][0] = 65
