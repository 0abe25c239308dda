# technique: sys.stdin.fileno() replaces sys.stdin, which input() goes on using
# goal: crash
# python: 3.11, 3.13+
# stdin: x\n
# source: python/cpython#130163
# mended: later releases
import sys


class In:
    def fileno(self):
        sys.stdin = sys.__stdin__
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
        raise ValueError


junk = []
for i in range(50):
    sys.stdin = In()
    try:
        input()
    except Exception:
        pass
