# technique: the repr of what an interactive statement shows replaces sys.stdout, which sys.displayhook goes on using
# goal: crash
# python: 3.11, 3.13+
# source: python/cpython#130163
# mended: later releases
import sys


class Out:
    encoding = 'utf-8'

    def write(self, text):
        sys.stdout = sys.__stdout__
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))


junk = []
code = compile('1', 'x', 'single')
for i in range(50):
    sys.stdout = Out()
    exec(code)
