# technique: showing a warning imports linecache: ours
# goal: read-secret
# source: sys.path[0]
# beside: linecache.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import warnings
warnings.warn('look')
