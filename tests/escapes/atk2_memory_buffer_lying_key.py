# technique: the same by a key in the namespace of the class that is equal to '__buffer__' when CPython asks and not when the sandbox does
# mended: 3.14
# goal: crash
# python: 3.12+
# source: own analysis: check and use are two look-ups in a dict
class Key(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        global asked
        asked += 1
        return asked > limit and str.__eq__(self, other)


def buffer(self, flags):
    text.clear()
    return memoryview(b'y')


for limit in range(9):
    asked = 0
    text = bytearray(1 << 25)
    try:
        text.split(type('Separator', (), {Key('__buffer__'): buffer})())
    except Exception:
        pass
