# SPDX-License-Identifier: MIT
"""files.py DIRECTORY: open, read and close its files, by open() and by
os.open()."""
import os
import sys
import time

paths = [sys.argv[1] + "/f%d" % i for i in range(100)]


def builtin():
    for path in paths:
        with open(path, "rb") as file:
            file.read()


def text():
    for path in paths:
        with open(path) as file:
            file.read()


def low():
    for path in paths:
        fd = os.open(path, os.O_RDONLY)
        os.read(fd, 4096)
        os.close(fd)


for name, work in (("open(rb) + read + close", builtin),
                   ("open() + read + close", text),
                   ("os.open + os.read + os.close", low)):
    best = None
    for _ in range(60):
        start = time.perf_counter()
        work()
        took = (time.perf_counter() - start) / len(paths)
        best = took if best is None or took < best else best
    print("%s: %.9f" % (name, best))
