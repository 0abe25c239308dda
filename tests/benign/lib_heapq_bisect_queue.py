# technique: heapq, bisect, queue, graphlib
import bisect
import graphlib
import heapq
import queue
heap = [5, 3, 8, 1]
heapq.heapify(heap)
heapq.heappush(heap, 0)
print([heapq.heappop(heap) for _ in range(5)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, 'hello', key=ord), list(heapq.merge([1, 4], [2, 3])))
print(heapq.heapreplace([1, 2], 5), heapq.heappushpop([2, 3], 1), list(heapq.merge([3, 1], [2], reverse=True, key=lambda x: x)))
scores = [10, 20, 30]
print(bisect.bisect(scores, 20), bisect.bisect_left(scores, 20), bisect.insort(scores, 25), scores, bisect.bisect([1, 2], 1, key=lambda x: x))
q = queue.Queue()
q.put('a')
q.put('b')
print(q.get(), q.qsize(), q.empty(), q.get_nowait())
try:
    q.get_nowait()
except queue.Empty as error:
    print(type(error).__name__)
p = queue.PriorityQueue()
for item in (3, 'c'), (1, 'a'):
    p.put(item)
print(p.get(), queue.LifoQueue(2).maxsize, queue.SimpleQueue().empty())
try:
    full = queue.Queue(1)
    full.put(1)
    full.put(2, block=False)
except queue.Full:
    print('full')
graph = {'D': {'B', 'C'}, 'B': {'A'}, 'C': {'A'}}
order = list(graphlib.TopologicalSorter(graph).static_order())
print(order[0], order[-1], sorted(order))
try:
    list(graphlib.TopologicalSorter({'a': 'b', 'b': 'a'}).static_order())
except graphlib.CycleError as error:
    print(error.args[0])
