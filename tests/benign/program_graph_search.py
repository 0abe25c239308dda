# technique: shortest paths, breadth first search, a small knapsack
import collections
import functools
import heapq
graph = {'a': {'b': 7, 'c': 9, 'f': 14}, 'b': {'c': 10, 'd': 15}, 'c': {'d': 11, 'f': 2}, 'd': {'e': 6}, 'e': {}, 'f': {'e': 9}}


def dijkstra(start):
    distance, heap = {}, [(0, start)]
    while heap:
        d, node = heapq.heappop(heap)
        if node in distance:
            continue
        distance[node] = d
        for other, weight in graph[node].items():
            heapq.heappush(heap, (d + weight, other))
    return distance


def bfs(start):
    seen, queue = [start], collections.deque([start])
    while queue:
        for other in sorted(graph[queue.popleft()]):
            if other not in seen:
                seen.append(other)
                queue.append(other)
    return seen


print(dijkstra('a'), bfs('a'))
items = ((60, 10), (100, 20), (120, 30))


@functools.cache
def best(k, room):
    if k == len(items):
        return 0
    value, weight = items[k]
    skip = best(k + 1, room)
    return max(skip, value + best(k + 1, room - weight)) if weight <= room else skip


print(best(0, 50), best.cache_info().currsize)
