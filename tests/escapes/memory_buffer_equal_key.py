# technique: __buffer__ in the namespace of a class, by a key that is no '__buffer__' but is equal to it
# goal: crash
# python: 3.12+
# source: own analysis: a dict finds what says that it is equal
# mended: later releases
class Key(str):
    def __hash__(self):
        return hash('__buffer__')

    def __eq__(self, other):
        return other == '__buffer__'


def buffer(self, flags):
    text.clear()
    return memoryview(b'y')


Separator = type('Separator', (), {Key('x'): buffer})
text = bytearray(1 << 25)
try:
    text.split(Separator())
except TypeError:
    pass
