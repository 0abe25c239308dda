# technique: the items that are joined empty the bytearray between them
# goal: crash
# python: 3.11
# mended: later releases
# source: python/cpython#112625
text = bytearray(1 << 25)


def items():
    yield b'1'
    text.clear()
    yield b'2'


text.join(items())
