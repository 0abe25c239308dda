# SPDX-License-Identifier: MIT
"""Import the standard library's modules that every program may, then the 100
beside this one."""
import time

STANDARD = """abc collections contextlib contextvars copy dataclasses enum
functools graphlib itertools keyword numbers operator reprlib types typing
warnings weakref array bisect heapq queue struct cmath decimal fractions math
random statistics base64 binascii colorsys csv difflib html io json pprint re
string textwrap unicodedata zlib calendar datetime timeit zoneinfo hashlib hmac
secrets uuid errno""".split()

start = time.perf_counter()
for name in STANDARD:
    __import__(name)
print("standard library: %.9f" % (time.perf_counter() - start))
start = time.perf_counter()
for i in range(100):
    __import__("part%d" % i)
print("100 files beside the program: %.9f" % (time.perf_counter() - start))
