# SPDX-License-Identifier: MIT
"""opens.py FILE: open and close it, many times."""
import sys
import time

best = None
for _ in range(20):
    start = time.perf_counter()
    for _ in range(200):
        open(sys.argv[1], "rb", 0).close()
    took = (time.perf_counter() - start) / 200
    best = took if best is None or took < best else best
print("open: %.9f" % best)
