# technique: the object of a UnicodeDecodeError is no bytes, and its length is read all the same
# goal: crash
# mended: later releases
# source: own analysis
for Kind, first in ((UnicodeDecodeError, b'abc'), (UnicodeEncodeError, 'abc')):
    for other in (1 << 9000, 1.5, ('x', 'y'), {}, None, Kind, print):
        error = Kind('ascii', first, 0, 1, 'r')
        error.end = 1 << 40
        error.start = (1 << 40) - 1
        error.object = other
        str(error)
