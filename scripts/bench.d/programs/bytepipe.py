# SPDX-License-Identifier: MIT
"""One byte to a pipe and back, by C code."""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
import bytepipe  # noqa: E402

print("write + read: %.9f" % min(
    bytepipe.pairs(20000) / 20000 for _ in range(9)))
