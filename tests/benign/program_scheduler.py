# technique: a scheduler of coroutines with a heap of timers
import collections
import heapq
import itertools


class Loop:
    def __init__(self):
        self.now, self.heap, self.serial = 0, [], itertools.count()
        self.ready = collections.deque()

    def spawn(self, coroutine):
        self.ready.append(coroutine)

    def run(self):
        while self.ready or self.heap:
            if not self.ready:
                self.now, _, task = heapq.heappop(self.heap)
                self.ready.append(task)
            task = self.ready.popleft()
            try:
                delay = task.send(None)
            except StopIteration:
                continue
            heapq.heappush(self.heap, (self.now + delay, next(self.serial), task))


class sleep:
    def __init__(self, delay):
        self.delay = delay

    def __await__(self):
        yield self.delay


loop = Loop()


async def worker(name, delay, times):
    for k in range(times):
        await sleep(delay)
        print(f't={loop.now} {name} {k}')
    if name == 'a':
        loop.spawn(worker('child', 1, 1))


loop.spawn(worker('a', 2, 2))
loop.spawn(worker('b', 3, 2))
loop.run()
