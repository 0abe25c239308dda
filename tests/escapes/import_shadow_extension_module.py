# technique: the same for the C half of a granted module
# goal: read-secret
# source: sys.path[0]
# beside: _decimal.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
# needs: decimal
import decimal
