# technique: deep recursion, with a higher limit, and RecursionError caught
import sys


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))
limit = sys.getrecursionlimit()
try:
    depth(10 ** 6)
except RecursionError as error:
    print('RecursionError', str(error).split()[0])
print(limit == sys.getrecursionlimit())
sys.setrecursionlimit(950)
print(sys.getrecursionlimit(), depth(500))
