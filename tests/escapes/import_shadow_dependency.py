# technique: a file beside the program bears the name of a dependency of a granted module
# goal: read-secret
# source: sys.path[0]
# beside: numbers.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
import fractions
