# technique: sys.stdout.write() replaces sys.stdout, which print() goes on using
# goal: crash
# source: python/cpython#130163
# mended: later releases
import sys


class Out:
    def write(self, text):
        sys.stdout = sys.__stdout__


class Text:
    def __str__(self):
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
        return 'x'


junk = []
for i in range(50):
    sys.stdout = Out()
    print('a', Text(), Text(), Text())
