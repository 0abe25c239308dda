# A solution as judges see them: reads numbers, computes, prints, exits.
import collections
import heapq
import sys
from functools import lru_cache
from itertools import permutations

sys.setrecursionlimit(20000)


@lru_cache(None)
def ways(n):
    return 1 if n < 2 else (ways(n - 1) + ways(n - 2)) % 1000007


def shortest(graph, start):
    done, heap = {}, [(0, start)]
    while heap:
        d, node = heapq.heappop(heap)
        if node not in done:
            done[node] = d
            for other, w in graph[node]:
                heapq.heappush(heap, (d + w, other))
    return done


numbers = [int(word) for word in sys.stdin.read().split()]
print(sum(numbers), ways(1500), shortest({0: [(1, 4), (2, 1)], 1: [], 2: [(1, 2)]}, 0))
print(collections.Counter("abracadabra").most_common(2), len(list(permutations(range(5)))))
sys.stdout.write("done\n")
sys.exit(0)
