# SPDX-License-Identifier: MIT
"""Say that it is up, and wait."""
import sys
print("up", flush=True)
sys.stdin.readline()
